// Runs a model over a reference library: plan, predict with N workers, serve, finish. precalc must be on the PATH of each task.
//
//   nextflow run docs/engines/main.nf --model eos4e40 --store s3://bucket/precalc --table dynamodb:precalculations-table --workers 50
//
// Tasks have folders of their own, so a store or table on a disk needs an absolute path. With -resume, the run goes on.
nextflow.enable.dsl = 2

params.model = null
params.store = null
params.table = null
params.workers = 50
params.at_once = 10
params.run = workflow.sessionId

common = "--model ${params.model} --run ${params.run} --store ${params.store}"

process PLAN {
    output: val true
    script:
    """
    precalc plan ${common} --workers ${params.workers}
    """
}

// 75: stopped with its work kept. 3: more rejects than allowed, which finish judges.
process PREDICT {
    maxForks params.at_once
    maxRetries 10
    errorStrategy { task.exitStatus == 75 ? 'retry' : 'finish' }
    input:
    val planned
    each worker
    output: val worker
    script:
    """
    code=0
    precalc predict ${common} --worker ${worker} --workers ${params.workers} || code=\$?
    [ \$code -eq 3 ] || exit \$code
    """
}

process FINISH {
    input: val predicted
    output: path 'summary.json'
    script:
    """
    precalc serve ${common} --table ${params.table}
    precalc finish ${common} --table ${params.table} --format json --output summary.json
    """
}

workflow {
    FINISH(PREDICT(PLAN(), 1..params.workers).collect())
}

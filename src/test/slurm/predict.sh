#!/bin/bash
#SBATCH --job-name=predict --requeue --time=1 --signal=TERM@20
# One worker of eight. One that was stopped with its work kept (75) goes back into the queue.
code=0
srun --ntasks=1 java -jar "$JAR" predict --worker "$SLURM_ARRAY_TASK_ID" --workers 8 || code=$?
if [ "$code" -eq 75 ]; then scontrol requeue "$SLURM_JOB_ID"; fi
exit "$code"

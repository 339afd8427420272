// Runs the tests of all packages in Node.js.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const TESTS = /^[\w-]+\/tests\/[\w-]+\.test\.mjs$/;

const entryPoints = (await readdir(".", { recursive: true })).filter((name) => TESTS.test(name));
const folder = await mkdtemp(join(tmpdir(), "paperatlas-"));
try {
  await build({
    entryPoints,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "warning",
  });
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".mjs"));
  const { status } = spawnSync(process.execPath, ["--test", ...files.map((name) => join(folder, name))], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

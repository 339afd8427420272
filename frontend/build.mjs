// Makes the bundles that bundles.json lists, each with the licences of the npm packages that went in.
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** The folders of the npm packages that files of the bundle come from, sorted. */
function packagesOf(inputs) {
  const folders = inputs.map((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders.filter(Boolean))].sort();
}

/** The name, version and licence of a package, with the words of its licence. */
async function licenceOf(folder) {
  const facts = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder} comes without the text of its licence`);
  return `${facts.name} ${facts.version} (${facts.license})\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
}

async function makeBundle({ entry, format, output }) {
  const outdir = join("..", output);
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: [entry],
    outdir,
    format,
    bundle: true,
    minify: true,
    metafile: true,
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  });
  const licences = await Promise.all(packagesOf(Object.keys(metafile.inputs)).map(licenceOf));
  if (!licences.length) return;
  const text = `The script of this page holds parts of:\n\n${licences.join(`\n${"-".repeat(80)}\n\n`)}`;
  await writeFile(join(outdir, "licences.txt"), text);
}

await Promise.all(JSON.parse(await readFile("bundles.json", "utf8")).map(makeBundle));

// Reads what docgen exported with each format's own parser and prints what it found, as JSON.
// node read.mjs NODE_MODULES FOLDER
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, folder] = process.argv.slice(2);
const require = createRequire(path.join(modules, "x.js"));
const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");

const { Parser } = require("@dbml/core");
const dbml = new Parser().parse(read("schema.dbml"), "dbmlv2").schemas;

const { JSDOM } = require("jsdom");
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;
const entry = path.join(modules, "mermaid", "dist", "mermaid.core.mjs");
const mermaid = (await import(pathToFileURL(entry).href)).default;
const diagram = await mermaid.parse(read("schema.mmd"));

const sum = (key) => dbml.reduce((total, schema) => total + schema[key].length, 0);
console.log(JSON.stringify({ tables: sum("tables"), enums: sum("enums"), references: sum("refs"), diagram: diagram.diagramType }));

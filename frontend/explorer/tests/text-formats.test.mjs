import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "../../../tests/formula_cases.json";
import { safeCell } from "../src/export/text-formats";

for (const { cell, safe } of cases) {
  test(`${JSON.stringify(cell)} stands in a spreadsheet as ${JSON.stringify(safe)}`, () => {
    assert.equal(safeCell(cell), safe);
  });
}

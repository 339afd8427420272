import assert from "node:assert/strict";
import { test } from "node:test";
import { Atlas } from "../src/atlas";
import { firstState, readAddress, writeAddress } from "../src/state";

const IDS = ["model/otter7b", "dataset/humaneval%2B", "dataset/%E2%88%9Ebench", "lab/otter%20lab"];

const zeros = IDS.map(() => 0);
const atlas = new Atlas({
  types: ["Model", "Dataset", "Lab"],
  predicates: [{ name: "evaluated-on", label: "is evaluated on" }],
  nodes: { id: IDS, type: zeros, x: zeros, y: zeros, size: zeros, community: zeros, year: zeros },
  edges: { source: [0, 0], target: [1, 2], predicate: [0, 0], support: [1, 1], confidence: [1, 1], stated: [0, 0], outcomes: [0, 0], inferred: [0, 0], disputed: [0, 0], years: [0, 0] },
});

for (const [node, id] of IDS.entries()) {
  test(`an address leads back to ${id}`, () => {
    const state = { ...firstState(atlas), node };
    assert.equal(readAddress(atlas, writeAddress(atlas, state)).node, node);
  });

  test(`${id} may stand in an address as it is`, () => {
    assert.equal(readAddress(atlas, `#${id}`).node, node);
    assert.equal(readAddress(atlas, `#node=${id}&view=table`).node, node);
    assert.equal(readAddress(atlas, `#path=${id}`).path, node);
  });
}

test("an address leads back to an edge and to marked nodes with encoded signs", () => {
  const state = { ...firstState(atlas), edge: 1, marked: [1, 2, 3] };
  const read = readAddress(atlas, writeAddress(atlas, state));
  assert.equal(read.edge, 1);
  assert.deepEqual(read.marked, [1, 2, 3]);
});

test("edges and lists may hold ids as they are", () => {
  const read = readAddress(atlas, `#edge=${IDS[0]}+evaluated-on+${IDS[1]}&marked=${IDS[1]}%20${IDS[2]}`);
  assert.equal(read.edge, 0);
  assert.deepEqual(read.marked, [1, 2]);
});

test("an address without a least confidence shows what is sure in the build", () => {
  assert.equal(firstState(atlas).confidence, null);
  assert.equal(readAddress(atlas, writeAddress(atlas, firstState(atlas))).confidence, null);
});

for (const confidence of [0, 50, 1000]) {
  test(`an address leads back to a least confidence of ${confidence} thousandths`, () => {
    assert.equal(readAddress(atlas, writeAddress(atlas, { ...firstState(atlas), confidence })).confidence, confidence);
  });
}

test("a page may begin with a least confidence, from which an address can lead back to the build's", () => {
  const prepared = new Atlas({ ...atlas.payload, confidence: 300 });
  assert.equal(firstState(prepared).confidence, 300);
  for (const confidence of [null, 0, 300, 500]) {
    assert.equal(readAddress(prepared, writeAddress(prepared, { ...firstState(prepared), confidence })).confidence, confidence);
  }
});

for (const hash of ["#confidence=", "#confidence=high", "#confidence=-5", "#confidence=0.5"]) {
  test(`${hash} chooses no least confidence`, () => assert.equal(readAddress(atlas, hash).confidence, null));
}

for (const hash of ["", "#", "#%", "#%2", "#=", "#&&", "#node=", "#node=model/unknown", "#edge=%+%+%"]) {
  test(`${hash || "an empty address"} opens nothing`, () => {
    const { node, edge } = readAddress(atlas, hash);
    assert.deepEqual([node, edge], [-1, -1]);
  });
}

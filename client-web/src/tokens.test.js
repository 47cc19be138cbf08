// Computes the contrast of every pair of colours that meet on a screen, in light and in dark.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");

function block(selector) {
  const start = css.indexOf("{", css.indexOf(selector)) + 1;
  const lines = css.slice(start, css.indexOf("}", start)).matchAll(/--competentiespel-([\w-]+):\s*([^;]+);/g);
  return Object.fromEntries(Array.from(lines, ([, name, value]) => [name, value]));
}

const light = block(":root {");
const darkByDevice = block(':root:not([data-theme="light"])');
const darkByChoice = block(':root[data-theme="dark"]');

function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const marks = ["bench", "path", "lantern", "bridge", "wheelbarrow", "tiles", "megaphone", "lights", "plain"];
const grounds = ["document-background-color", "document-sunk-background-color", "card-background-color"];

/** [in front, behind] for text (4.5:1) and for marks and edges (3:1). */
const text = [
  ...grounds.flatMap((ground) => [
    ["document-color", ground],
    ["document-subtle-color", ground],
    ["action-background-color", ground],
    ["danger-color", ground],
  ]),
  ["document-color", "control-background-color"],
  ["document-color", "action-subtle-background-color"],
  ["action-color", "action-background-color"],
  ["action-color", "action-active-background-color"],
  ...["danger", "warning", "info"].flatMap((tone) => [
    [`${tone}-color`, `${tone}-background-color`],
    ["document-color", `${tone}-background-color`],
  ]),
  ...marks.flatMap((mark) => [
    [`cluster-${mark}-color`, `cluster-${mark}-background-color`],
    [`cluster-${mark}-color`, "card-background-color"],
    [`cluster-${mark}-color`, "document-background-color"],
  ]),
  ...Array.from({ length: 12 }, (_, i) => ["document-color", `seat-${i + 1}-background-color`]),
];
const edges = grounds.flatMap((ground) => [
  ["control-border-color", ground],
  ["focus-outline-color", ground],
]);

for (const [theme, tokens] of [
  ["light", light],
  ["dark", { ...light, ...darkByChoice }],
]) {
  test(`${theme}: text stands out 4.5:1, marks and edges 3:1`, () => {
    const tooLow = [...text.map((pair) => [...pair, 4.5]), ...edges.map((pair) => [...pair, 3])]
      .map(([front, behind, least]) => ({
        front,
        behind,
        least,
        is: contrast(tokens[front], tokens[behind]),
      }))
      .filter(({ least, is }) => !(is >= least));
    assert.deepEqual(tooLow, []);
  });

  test(`${theme}: the eight cluster hues are equally strong on a card`, () => {
    const strengths = marks
      .slice(0, 8)
      .map((mark) => contrast(tokens[`cluster-${mark}-color`], tokens["card-background-color"]));
    assert.ok(Math.max(...strengths) / Math.min(...strengths) < 1.25, strengths.join(" "));
  });
}

test("dark is the same by device and by choice, and leaves out no colour", () => {
  assert.deepEqual(darkByDevice, darkByChoice);
  const colours = Object.keys(light).filter((name) => /color$|shadow$/.test(name));
  assert.deepEqual(Object.keys(darkByChoice).sort(), colours.sort());
});

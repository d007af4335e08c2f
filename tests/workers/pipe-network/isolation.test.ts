import { expect, test } from 'vitest';
import type { PipeGraph } from '../../../workers/pipe-network/graph.ts';
import { assumedValves, givenValves, isFed, isolate } from '../../../workers/pipe-network/isolation.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { type SketchPiece, sketchNetwork } from './small-network.ts';

const NONE: ReadonlySet<number> = new Set();

/** A street main 0–1–2–3–4 fed from 0, valves at 1 and 3, a branch 2–5 and behind valve 3 what it alone feeds. */
const MAIN: SketchPiece[] = [
  { from: 0, to: 1 },
  { from: 1, to: 2 },
  { from: 2, to: 3 },
  { from: 3, to: 4 },
  { from: 2, to: 5 },
];

test('a burst between two valves: the one towards the source is closed, and what lies behind the other is cut off', () => {
  const graph = sketchNetwork(6, MAIN, [1, 3]);
  const found = isolate(graph, givenValves(graph, NONE), 1, [0]);
  expect(found).toEqual({ close: [0], around: [0, 1], section: [1, 2, 4], cutOff: [3], unfed: 0, sourcesInside: [] });
});

test('fed from both ends both valves are closed, and nothing else is cut off', () => {
  const graph = sketchNetwork(6, MAIN, [1, 3]);
  const found = isolate(graph, givenValves(graph, NONE), 1, [0, 4]);
  expect([found.close, found.cutOff]).toEqual([[0, 1], []]);
});

test('a valve that does not close gives way to the next one; without any the source lies in the section', () => {
  const graph = sketchNetwork(6, MAIN, [1, 3]);
  const found = isolate(graph, givenValves(graph, new Set([0])), 1, [0]);
  expect([found.close, found.section, found.sourcesInside]).toEqual([[], [0, 1, 2, 4], [0]]);
});

test('assumed valves stand on every pipe of a junction of three', () => {
  const graph = sketchNetwork(6, MAIN, []);
  const plan = assumedValves(graph, givenValves(graph, NONE));
  const found = isolate(graph, plan, 4, [0]);
  expect([plan.count, found.section, found.cutOff]).toEqual([3, [4], []]);
  expect(found.close.map((valve) => plan.sideOf(valve))).toEqual([[4, 2]]);
});

/** Pieces that a source reaches when these valves are closed: by hand, over names of what touches what. */
function fedBy(pieces: readonly SketchPiece[], valves: readonly number[], closed: number[], sources: number[]) {
  const shut = new Set(closed.map((valve) => valves[valve]));
  const fed = new Set<number>();
  const open = sources.filter((node) => !shut.has(node));
  const seen = new Set(open);
  while (open.length > 0) {
    const node = open.pop();
    for (const [i, { from, to }] of pieces.entries()) {
      if (from !== node && to !== node) continue;
      fed.add(i);
      for (const end of [from, to])
        if (!seen.has(end) && !shut.has(end)) {
          seen.add(end);
          open.push(end);
        }
    }
  }
  return fed;
}

const subsets = (count: number): number[][] =>
  Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, i) => i).filter((i) => (bits >> i) & 1),
  );

function randomNetwork(random: () => number): { graph: PipeGraph; pieces: SketchPiece[]; valves: number[] } {
  const nodes = 6 + Math.floor(random() * 4);
  const pieces = Array.from({ length: nodes - 1 }, (_, i) => ({ from: Math.floor(random() * (i + 1)), to: i + 1 }));
  for (let k = 0; k < 3; k++) {
    const [from, to] = [Math.floor(random() * nodes), Math.floor(random() * nodes)];
    if (from !== to) pieces.push({ from, to });
  }
  const valves = Array.from({ length: nodes - 1 }, (_, i) => i + 1)
    .filter(() => random() < 0.6)
    .slice(0, 7);
  return { graph: sketchNetwork(nodes, pieces, valves), pieces, valves };
}

test('of all sets of valves of 900 random networks none that isolates the burst leaves more fed, and none as good is smaller', () => {
  const random = seeded(23);
  let isolated = 0;
  for (let k = 0; k < 900; k++) {
    const { graph, pieces, valves } = randomNetwork(random);
    const burst = Math.floor(random() * pieces.length);
    const sources = random() < 0.5 ? [0] : [0, Math.floor(random() * graph.network.nodes)];
    const plan = givenValves(graph, NONE);
    const found = isolate(graph, plan, burst, sources);
    const isolating = subsets(valves.length)
      .map((closed) => ({ closed, fed: fedBy(pieces, valves, closed, sources) }))
      .filter(({ fed }) => !fed.has(burst));
    expect(found.sourcesInside.length === 0).toBe(isolating.length > 0);
    if (isolating.length === 0) continue;
    isolated++;
    const own = fedBy(pieces, valves, found.close, sources);
    expect(own.has(burst)).toBe(false);
    expect(isFed(graph, plan, burst, sources, found.close)).toBe(false);
    const most = Math.max(...isolating.map(({ fed }) => fed.size));
    expect(own.size).toBe(most);
    const smallest = Math.min(...isolating.filter(({ fed }) => fed.size === most).map(({ closed }) => closed.length));
    expect(found.close).toHaveLength(smallest);
    const before = fedBy(pieces, valves, [], sources);
    const lost = [...before].filter((piece) => !own.has(piece)).sort((a, b) => a - b);
    expect([...found.section.filter((piece) => before.has(piece)), ...found.cutOff].sort((a, b) => a - b)).toEqual(
      lost,
    );
  }
  expect(isolated).toBeGreaterThan(250);
});

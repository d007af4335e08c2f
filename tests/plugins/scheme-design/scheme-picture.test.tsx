import { beforeEach, describe, expect, test } from 'vitest';
import { parcelRing } from '../../../model/schemes/metrics.ts';
import { DEFAULT_CONTROLS, type Scheme } from '../../../model/schemes/scheme.ts';
import { words } from '../../../src/kit/words.ts';
import { CompareLine } from '../../../src/plugins/compare/panels/compare.tsx';
import { SchemesPanel } from '../../../src/plugins/scheme-design/panels/schemes.tsx';
import { storeyLines } from '../../../src/plugins/scheme-design/scene/storey-lines.ts';
import { thumbnailOf } from '../../../src/plugins/scheme-design/thumbnail.ts';
import { wantsShadows } from '../../../src/twin/appearance.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const square = (west: number, south: number, sideM: number): [number, number][] => [
  [west, south],
  [west + sideM, south],
  [west + sideM, south + sideM],
  [west, south + sideM],
];
const scheme = (id: string, name: string, heightM: number): Scheme => ({
  id,
  name,
  parcels: [{ id: 'p', name: '', source: null, ...parcelRing(square(0, 0, 100)), controls: DEFAULT_CONTROLS }],
  buildings: [
    { id: 'b', parcel: 'p', ringM: square(20, 20, 20), baseM: 0, heightM, storeys: 3, use: 'residential' },
    { id: 'c', parcel: 'p', ringM: square(20, 60, 20), baseM: 0, heightM, storeys: 1, use: 'residential' },
  ],
});

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(smallCity().city);
  await words.changeLanguage('zh');
});

describe('the volumes of a scheme', () => {
  test('have a line at each floor between foot and roof, just before the walls', () => {
    const lines = storeyLines(scheme('a', 'A', 9).buildings, [100, 100]);
    // Two floors of four walls, two points each; the house of one storey has none.
    expect(lines.length).toBe(2 * 4 * 2 * 3);
    expect([...new Set(lines.filter((_, i) => i % 3 === 2))]).toEqual([103, 106]);
    // The southern wall stands at 20 m north: its lines stand 8 cm before it.
    expect(lines[1]).toBeCloseTo(19.92);
  });

  test('are drawn small from the south-east: a site, and of each box a roof and its two walls that are seen, those behind first', () => {
    const drawing = thumbnailOf(scheme('a', 'A', 9));
    expect(drawing?.faces.map(({ kind }) => kind)).toEqual(['site', 'lit', 'dark', 'roof', 'lit', 'dark', 'roof']);
    const [, behind, , , before] = drawing?.faces ?? [];
    const yOf = ({ points }: { points: string }) => Number(points.split(/[ ,]/)[1]);
    expect(yOf(behind)).toBeLessThan(yOf(before));
    expect(thumbnailOf({ parcels: [], buildings: [] })).toBeNull();
  });
});

test('schemes are chosen by pictures with their key figures under each', () => {
  twin.getState().setSchemes({ schemes: [scheme('a', '围合', 9), scheme('b', '塔楼', 30)], schemeShown: 'a' });
  const markup = markupIn(twin, <SchemesPanel onClose={() => {}} />);
  expect(markup.match(/<svg viewBox/g)?.length).toBeGreaterThanOrEqual(2);
  // 400 m² × (3 + 1) storeys on 10,000 m².
  const far = [...markup.matchAll(/data-key-figure="far"[^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(far).toEqual(['0.16', '0.16']);
});

test('two sides are named by the schemes that they show', () => {
  twin.getState().setSchemes({ schemes: [scheme('a', '围合', 9)], schemeViews: ['a', null, null, null] });
  twin.getState().setCompare('curtain');
  expect(readable(markupIn(twin, <CompareLine />))).toBe('左侧 围合 右侧 现状');
});

test('live shadows fall while schemes are designed, whatever tool was open before', () => {
  testApp(twin);
  const { setTool, reportDrawsSparingly } = twin.getState();
  reportDrawsSparingly();
  setTool('sun');
  setTool('scheme-design');
  expect(wantsShadows(twin.getState())).toBe(true);
  setTool(null);
  expect(wantsShadows(twin.getState())).toBe(false);
});

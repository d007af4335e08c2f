import { expect, test, vi } from 'vitest';
import type { Catalogue, PaintRequest } from '../../model/city/catalogue.ts';
import { SHIPPED_STYLES } from '../../scenarios/picture-styles.ts';
import { followPaint } from '../../src/app/paint.ts';
import type { App } from '../../src/kit/plugin.ts';
import { createTwin, type TwinState } from '../../src/twin/twin.ts';
import type { Paints } from '../../src/view/view-api.ts';
import { smallCity } from '../model/city/small-city.ts';

vi.mock('../../src/view/tokens.ts', () => ({
  tokenColour: (theme: string, token: string) => [theme === 'plan' ? 1 : 0, token.length / 20, 0],
}));

const [REALISTIC, , NIGHT, THEMATIC] = SHIPPED_STYLES;

interface PaintedPage {
  state: () => TwinState;
  /** The last that were handed on, once all that was asked is answered. */
  paints: () => Promise<Paints>;
  /** Since the last wait. */
  asked: PaintRequest[];
}

/** A page whose catalogue tells what it was asked to paint. */
async function pageOf(): Promise<PaintedPage> {
  const { city } = smallCity();
  const [buildings, , plan] = city.layers;
  const paths = { ...plan, id: 'paths', group: 'road' as const, state: 'existing' as const };
  const twin = createTwin({ ...city, layers: [buildings, plan, paths] }, 0);
  twin.setState({ marks: [] });
  const asked: PaintRequest[] = [];
  const catalogue: Partial<Catalogue> = {
    async paint(request) {
      asked.push(request);
      return new Uint8Array([asked.length]);
    },
  };
  let last: Paints = { pictures: [], table: null };
  const app = { twin, catalogue, report: (_: string, reason: unknown) => expect.fail(String(reason)) };
  followPaint(app as unknown as App, (paints) => {
    last = paints;
  });
  const paints = async () => {
    await new Promise((done) => setTimeout(done, 5));
    return last;
  };
  await paints();
  asked.length = 0;
  return { state: () => twin.getState(), paints, asked };
}

const stylesOf = ({ own = [] }: PaintRequest) => own.filter(({ layerId }) => layerId === 'building');

test('each picture of a split is painted by its own style, and what is drawn alike is painted once', async () => {
  const { state, paints, asked } = await pageOf();
  state().setCompare('split');
  state().setViewCount(3);
  state().setView(1, { style: THEMATIC });
  const { pictures } = await paints();
  expect(pictures).toHaveLength(3);
  expect(pictures[2]).toBe(pictures[0]);
  expect(pictures[1]).not.toBe(pictures[0]);
  const ofLast = asked.slice(-2).map(stylesOf);
  expect(ofLast.map(({ length }) => length)).toEqual([0, 1]);
  expect(ofLast[1][0]).toMatchObject({ attribute: 'height', breaks: [9, 18, 27, 54, 100] });
});

test('a picture of the night has the dark theme’s colours, the page’s own data keep those of the page', async () => {
  const { state, paints, asked } = await pageOf();
  state().colourBy('building', null);
  state().wearStyle({ ...NIGHT, colours: THEMATIC.colours });
  await paints();
  const [{ own = [] }] = asked;
  const redOf = (id: string) => own.find(({ layerId }) => layerId === id)?.colours[0][0];
  expect(redOf('building')).toBe(0);
  expect(redOf('paths')).toBe(0);
  expect(redOf('plan-kg')).toBe(255);
});

test('on the table streets and green are plaster; plans and what the style colours are painted', async () => {
  const { state, paints, asked } = await pageOf();
  state().wearStyle({ ...REALISTIC, id: 'own-1', colours: THEMATIC.colours });
  state().showEngine('beside');
  const { pictures, table } = await paints();
  expect(table).not.toBe(pictures[0]);
  const idsOf = ({ own = [] }: PaintRequest) => own.map(({ layerId }) => layerId);
  expect(asked.slice(-2).map(idsOf)).toEqual([
    ['plan-kg', 'paths', 'building'],
    ['plan-kg', 'building'],
  ]);
});

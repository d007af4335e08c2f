import { beforeEach, expect, test, vi } from 'vitest';
import type { Manifest } from '../../model/city/manifest.ts';
import { openRenderers } from '../../src/app/renderers.ts';
import { createTwin } from '../../src/twin/twin.ts';
import type { PictureFacts } from '../../src/view/view-api.ts';

const CITY = {
  id: 'town',
  home: { lonDeg: 0, latDeg: 0, heightM: 500, headingDeg: 0, pitchDeg: -40 },
  layers: [],
} as unknown as Manifest;

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
});

/** A picture that tells what it was asked for. */
function pictureOf(name: string, asked: string[]) {
  const tell = (what: string) => () => void asked.push(`${name} ${what}`);
  return {
    follow(show: (facts: PictureFacts) => void) {
      show({ metresPerPx: name === 'globe' ? 1 : 2 } as PictureFacts);
      asked.push(`${name} follow`);
      return tell('unfollow');
    },
    zoomIn: tell('zoomIn'),
    zoomOut: tell('zoomOut'),
    faceNorth: tell('faceNorth'),
    flyToPlace: tell('flyToPlace'),
    attract: () => tell('rested'),
    screenOf: () => null,
    surfaceAt: async () => null,
    frames: () => 0,
    rebuild: tell('rebuild'),
    setInsets: tell('setInsets'),
    photograph: () => Promise.reject(new Error(name)),
    pictureFrom: () => Promise.reject(new Error(name)),
    enlarge: () => Promise.reject(new Error(name)),
    paint: tell('paint'),
    draw: tell('draw'),
    ready: () => true,
    rest: (isResting: boolean) => void asked.push(`${name} rest ${isResting}`),
    close: tell('close'),
  };
}

function open(failing = false) {
  const asked: string[] = [];
  const problems: string[] = [];
  const twin = createTwin(CITY, 0);
  const openSecond = async () => {
    if (failing) throw new Error('no code');
    return pictureOf('table', asked);
  };
  const engines = openRenderers(twin, pictureOf('globe', asked), openSecond, (what, reason) =>
    problems.push(`${what}: ${String(reason)}`),
  );
  return { asked, problems, twin, engines };
}

const untilOpened = () => new Promise((done) => setTimeout(done));

test('a page that never shows the table never opens it', async () => {
  const { engines, asked } = open();
  await untilOpened();
  engines.zoomIn();
  expect(engines.second()).toBeNull();
  expect(asked).toEqual(['globe rest false', 'globe zoomIn']);
});

test('while the table is shown the globe rests, and what panels ask goes to the table', async () => {
  const { engines, asked, twin } = open();
  const facts: (number | null)[] = [];
  engines.follow(({ metresPerPx }) => facts.push(metresPerPx));
  twin.getState().showEngine('table');
  // Its code is not there yet: the globe answers.
  engines.zoomIn();
  expect(engines.ready()).toBe(false);
  await untilOpened();
  engines.zoomIn();
  expect(engines.ready()).toBe(true);
  expect(asked).toContain('globe zoomIn');
  expect(asked.filter((what) => what.startsWith('table'))).toEqual(['table paint', 'table follow', 'table zoomIn']);
  expect(facts).toEqual([1, 2]);

  twin.getState().showEngine('globe');
  engines.zoomOut();
  expect(asked.at(-1)).toBe('globe zoomOut');
  expect(asked).toContain('table close');
  expect(engines.second()).toBeNull();
  expect(facts).toEqual([1, 2, 1]);
});

test('what was drawn and painted before is drawn and painted on the table too', async () => {
  const { engines, asked, twin } = open();
  engines.paint({ pictures: [new Uint8Array(4)], table: null });
  engines.draw([], null);
  twin.getState().showEngine('beside');
  await untilOpened();
  expect(asked).toContain('table draw');
  expect(asked).toContain('table paint');
  // Beside the table the globe goes on, and answers.
  expect(asked.filter((what) => what.includes('rest')).at(-1)).toBe('globe rest false');
});

test('where the table cannot be opened the map comes back, and the page says so', async () => {
  const { engines, problems, twin } = open(true);
  twin.getState().showEngine('table');
  await untilOpened();
  expect(twin.getState().engine).toBe('globe');
  expect(engines.second()).toBeNull();
  expect(problems).toEqual(['table: no code']);
});

test('who closes the table while its code still travels has none', async () => {
  const { engines, asked, twin } = open();
  twin.getState().showEngine('table');
  twin.getState().showEngine('globe');
  await untilOpened();
  expect(engines.second()).toBeNull();
  expect(asked).toContain('table close');
});

import { beforeEach, describe, expect, test } from 'vitest';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { words } from '../../../src/kit/words.ts';
import { PitLegend } from '../../../src/plugins/underground/panels/pit-legend.tsx';
import { UndergroundPanel } from '../../../src/plugins/underground/panels/underground.tsx';
import type { Twin } from '../../../src/twin/twin.ts';
import { attributeOf, markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const corner = (eastM: number, northM: number): SurfacePoint => ({
  lonLat: { lonDeg: 0, latDeg: 0, heightM: 0 },
  enu: [eastM, northM, 0],
  elevationM: 0,
  on: 'ground',
});
const PIT: [number, number][] = [
  [0, 0],
  [10, 0],
  [10, 10],
];

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(smallCity().city);
  await words.changeLanguage('en');
});
const panel = () => markupIn(twin, <UndergroundPanel onClose={() => {}} />);
const text = () => readable(panel());
const sliders = () =>
  tagsOf(panel(), 'input')
    .filter((tag) => tag.includes('type="range"'))
    .map((tag) => Number(attributeOf(tag, 'value')));

describe('looking below the ground', () => {
  test('says what each way of looking does, and nothing while one looks from above', async () => {
    expect(text()).not.toContain('becomes transparent');
    twin.getState().setUnderground('translucent');
    expect(text()).toContain('The ground becomes transparent');
    twin.getState().setUnderground('below');
    expect(text()).toContain('The camera can move below ground');
    await words.changeLanguage('zh');
    expect(text()).toContain('视角可进入地下');
  });

  test('lets the ground be as opaque as one likes only while it is looked through', () => {
    expect(sliders()).toEqual([8]);
    twin.getState().setUnderground('translucent');
    expect(sliders()).toEqual([12, 8]);
    twin.getState().setGroundOpacity(0.35);
    expect(sliders()).toEqual([35, 8]);
    expect(text()).toContain('35\u2009%');
  });
});

describe('a pit', () => {
  const dig = (...corners: [number, number][]) => {
    twin.getState().startDigging();
    for (const [eastM, northM] of corners) twin.getState().addPickPoint(corner(eastM, northM));
  };
  const isFinishOff = () =>
    panel()
      .split('<button')
      .find((part) => readable(`<${part}`).includes('Finish'))
      ?.includes('disabled') ?? null;

  test('is drawn of three corners or more, which are counted', () => {
    expect(text()).toContain('Draw a polygon.');
    dig();
    expect(text()).toContain('Points: 0 (at least 3)');
    dig([0, 0], [10, 0]);
    expect([text().includes('Points: 2'), isFinishOff()]).toEqual([true, true]);
    dig(...PIT);
    expect(isFinishOff()).toBe(false);
  });

  test('tells what is dug once it is known: how much, how large, and both elevations', () => {
    twin.getState().excavate({ ringM: PIT, depthM: 6 });
    expect(text()).not.toContain('Excavated volume');
    twin
      .getState()
      .reportDug({ ringM: [], areaM2: 50, volumeM3: 12_345.6, rimElevationM: 401.25, floorElevationM: 395.25 });
    expect(text()).toContain(
      'Excavated volume 12,346 \u2009m³ Area 50 \u2009m² Pit rim elevation 401.25 \u2009m Pit floor elevation 395.25 \u2009m',
    );
    expect(sliders()).toEqual([6]);
  });

  test('can be filled in or drawn anew once there is one, and says nothing of the old one meanwhile', () => {
    expect(text()).not.toContain('Fill in');
    twin.getState().excavate({ ringM: PIT, depthM: 6 });
    twin.getState().reportDug({ ringM: [], areaM2: 50, volumeM3: 300, rimElevationM: 1, floorElevationM: -5 });
    expect(text()).toContain('Redraw Fill in');
    dig([0, 0]);
    expect(text()).not.toContain('Excavated volume');
    expect(text()).toContain('Cancel');
  });

  test('has a legend of the bands on its walls as far down as it goes', async () => {
    const legend = () => readable(markupIn(twin, <PitLegend />));
    expect(legend()).toBe('');
    twin.getState().reportDug({ ringM: [], areaM2: 50, volumeM3: 300, rimElevationM: 400, floorElevationM: 394 });
    expect(legend()).toContain(
      'Depth on the pit walls, m 0.0–0.6 0.6–2.4 2.4–5.5 5.5–6.0 Measured from the lowest point of the rim',
    );
    await words.changeLanguage('zh');
    expect(legend()).toContain('非勘察地层');
  });
});

import { describe, expect, test } from 'vitest';
import type { LayerInfo } from '../../model/city/manifest.ts';
import {
  type ColourBy,
  colourOfLayer,
  finestErrorOf,
  isHiddenBelow,
  opacityOf,
} from '../../src/view/globe/layers/layer-look.ts';
import { DAY, DUSK, GROUND_DAY, NIGHT } from '../../src/view/globe/sky/look.ts';
import type { UnitRgb } from '../../src/view/tokens.ts';
import { smallCity } from '../model/city/small-city.ts';

const [base] = smallCity().city.layers;
const layer = (part: Partial<LayerInfo>): LayerInfo => ({ ...base, group: 'building', ...part });

describe('which layers a pane draws', () => {
  test('from below the ground nothing that lies on it is drawn', () => {
    for (const kind of ['area', 'water', 'tree'] as const) expect(isHiddenBelow(layer({ kind }), 'below')).toBe(true);
    expect(isHiddenBelow(layer({ kind: 'pipe' }), 'below')).toBe(false);
    expect(isHiddenBelow(layer({ kind: 'area' }), 'translucent')).toBe(false);
  });
});

describe('how opaque they are', () => {
  test('buildings fade to a ghost when the ground is looked through; pipes and elements do not', () => {
    expect(opacityOf(layer({ kind: 'building' }), 'off')).toBe(1);
    expect(opacityOf(layer({ kind: 'building' }), 'translucent')).toBe(0.18);
    expect(opacityOf(layer({ kind: 'building' }), 'below')).toBe(0.06);
    for (const kind of ['pipe', 'element'] as const)
      for (const sight of ['translucent', 'below'] as const) expect(opacityOf(layer({ kind }), sight)).toBe(1);
  });

  test('a tunnel is looked into: what goes through it is seen', () => {
    expect(opacityOf(layer({ kind: 'tunnel' }), 'off')).toBe(1);
    for (const sight of ['translucent', 'below'] as const)
      expect(opacityOf(layer({ kind: 'tunnel' }), sight)).toBe(0.5);
  });

  test('statutory colours lie over the ground, never instead of it', () => {
    expect(opacityOf(layer({ kind: 'area', group: 'plan' }), 'off')).toBe(0.55);
    expect(opacityOf(layer({ kind: 'area', group: 'plan' }), 'translucent')).toBeCloseTo(0.1375);
  });

  test('without a GPU everything comes later, trees and lamps latest', () => {
    expect(finestErrorOf(layer({ kind: 'building' }), 'fine')).toBe(16);
    expect(finestErrorOf(layer({ kind: 'tree' }), 'fast')).toBe(64);
  });
});

describe('what colour they have', () => {
  const tokens: Record<string, UnitRgb> = {
    'plan/water-1': [0, 0.5, 1],
    'command/water-1': [0, 0.1, 0.2],
    'plan/warn': [1, 0, 0],
    'command/warn': [1, 0, 0],
    'plan/map-build': [0.5, 0.5, 0.5],
    'command/map-build': [0.1, 0.1, 0.1],
  };
  const by = (part: Partial<ColourBy> = {}): ColourBy => ({
    theme: 'plan',
    mix: [1, 0, 0],
    hasMaterials: true,
    reserved: [],
    colourOfToken: (theme, token) => tokens[`${theme}/${token}`] ?? [9, 9, 9],
    ...part,
  });
  const coloured = (kind: LayerInfo['kind'], token: string | null): LayerInfo => {
    const { colour: _, ...plain } = layer({ kind });
    return token === null ? plain : { ...plain, colour: { token } };
  };

  test('a layer without a colour takes the hour’s', () => {
    expect(colourOfLayer(coloured('tunnel', null), by())).toEqual(DAY.structure);
    expect(colourOfLayer(coloured('bridge', null), by())).toEqual(DAY.deck);
    expect(colourOfLayer(coloured('water', null), by({ mix: [0, 1, 0] }))).toEqual(DUSK.water);
  });

  test('its own token by day in the theme, by night as the dark theme has it, at dusk dimmed', () => {
    const water = coloured('area', 'water-1');
    expect(colourOfLayer(water, by())).toEqual([0, 0.5, 1]);
    expect(colourOfLayer(water, by({ mix: [0, 0, 1] }))).toEqual([0, 0.1, 0.2]);
    expect(colourOfLayer(water, by({ mix: [0, 1, 0] }))).toEqual([0, 0.31, 0.62]);
  });

  test('a park wears grass, on a model of paper its token; a road on a thematic base too', () => {
    const park = { ...coloured('area', 'map-green'), group: 'green' as const };
    expect(colourOfLayer(park, by())).toEqual(GROUND_DAY['green map-green']);
    expect(colourOfLayer(park, by({ hasMaterials: false }))).toEqual([9, 9, 9]);
  });

  test.each(['road', 'terrain'] as const)('a pavement or built-up land (%s) is no black ditch by night', (group) => {
    const paved = { ...coloured('area', 'sunken'), group };
    for (const theme of ['plan', 'command'] as const)
      for (const [channel, value] of colourOfLayer(paved, by({ theme, mix: [0, 0, 1] })).entries())
        expect(value).toBeGreaterThan(NIGHT.land[channel]);
  });

  test('a crane in the warning’s colour wears plaster while a schedule plays', () => {
    const crane = coloured('element', 'warn');
    expect(colourOfLayer(crane, by())).toEqual([1, 0, 0]);
    expect(colourOfLayer(crane, by({ reserved: ['accent', 'warn'] }))).toEqual([0.5, 0.5, 0.5]);
    expect(colourOfLayer(coloured('building', 'warn'), by({ reserved: ['warn'] }))).toEqual([1, 0, 0]);
  });
});

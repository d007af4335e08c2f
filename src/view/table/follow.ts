import { sunPosition } from '../../../model/geo/sun.ts';
import { STYLE_STRENGTHS } from '../../../model/scenarios/picture-style.ts';
import { themeOf } from '../../twin/appearance.ts';
import { isNightStyle } from '../../twin/styles.ts';
import { PICTURE_LINE } from '../dom.ts';
import { endAll } from '../end-all.ts';
import type { Readers } from '../readers.ts';
import { seasonAt, seasonMsOf } from '../season.ts';
import { tokenColour } from '../tokens.ts';
import type { CityLayers } from './city-layers.ts';
import { EVENING_LIT_RATIO, tableHour } from './hour.ts';
import { LENS_ZOOM, type Lens } from './lens.ts';
import type { Sight } from './sight.ts';
import type { TableStage } from './stage.ts';
import type { Studio } from './studio.ts';
import { colourOf } from './uniforms.ts';

/** Five minutes of the clock change a lamp by less than an eye tells. */
const LIGHT_STEP_MS = 300_000;

/** Day to night by the clock's hour; the dark theme is night at any hour. */
export function followLight({ twin, city, uniforms, requestFrame }: TableStage, studio: Studio): () => void {
  return twin.follow(
    (state) => `${Math.floor(state.shownTimeMs / LIGHT_STEP_MS)} ${themeOf(state)} ${isNightStyle(state)}`,
    (_, state) => {
      const { altitudeDeg } = sunPosition(state.shownTimeMs, city.origin);
      const hour = tableHour(state.shownTimeMs, city.zone, altitudeDeg);
      const isByLamps = isNightStyle(state);
      const isDark = isByLamps || themeOf(state) === 'command';
      const nightRatio = isDark ? Math.max(0.86, hour.nightRatio) : hour.nightRatio;
      uniforms.u_night.value = nightRatio;
      const { springRatio, autumnRatio, bareRatio } = seasonAt(seasonMsOf(state, city), city.origin.latDeg);
      uniforms.u_season.value.set(springRatio, autumnRatio, bareRatio);
      uniforms.u_lit.value = isByLamps ? EVENING_LIT_RATIO : hour.litRatio;
      studio.dim(nightRatio);
      requestFrame();
    },
  );
}

/** What a model can be more or less of: all strengths of a style but haze, which a room has none of. */
export function followStyle({ twin, uniforms, requestFrame }: TableStage): () => void {
  return twin.follow(
    ({ style }) => style,
    (style) => {
      for (const strength of TABLE_STRENGTHS) uniforms[`u_${strength}`].value = style[strength];
      requestFrame();
    },
  );
}

const TABLE_STRENGTHS = STYLE_STRENGTHS.filter((strength) => strength !== 'haze');

/** Selected and hovered objects, and the accent that they wear. */
export function followMarks({ twin, uniforms, requestFrame }: TableStage): () => void {
  return endAll([
    twin.follow(
      ({ selectedGid, hoveredGid }) => `${selectedGid} ${hoveredGid}`,
      (_, { selectedGid, hoveredGid }) => {
        uniforms.u_selected.value = selectedGid ?? -1;
        uniforms.u_hovered.value = hoveredGid ?? -1;
        requestFrame();
      },
    ),
    twin.follow(themeOf, (theme) => {
      uniforms.u_accent.value = colourOf(tokenColour(theme, 'accent'));
      requestFrame();
    }),
    twin.follow(({ tablePose }) => tablePose, requestFrame),
    twin.follow(({ wallPlace }) => wallPlace, requestFrame),
    twin.follow(({ tableLens }) => tableLens, requestFrame),
  ]);
}

/** The picture is one control to a screen reader, named after the city. */
export function nameTable({ canvas, twin, city }: TableStage): () => void {
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-describedby', PICTURE_LINE);
  return twin.follow(
    ({ language }) => language,
    (language) => canvas.setAttribute('aria-label', city.name[language]),
  );
}

const READ_EVERY_MS = 100;

/** What the lens says of the place in its middle, at most ten times a second. */
export function followLens(
  { twin, after, canvas, camera }: TableStage,
  layers: CityLayers,
  readers: Readers,
  sight: Sight,
  lens: Pick<Lens, 'disc'>,
): () => void {
  let readMs = 0;
  let last = '';
  const read = (): void => {
    const { kind } = twin.getState().tableLens;
    const nowMs = performance.now();
    if (nowMs - readMs < READ_EVERY_MS) return;
    readMs = nowMs;
    const disc = kind === 'water' || kind === 'people' ? lens.disc() : null;
    const at = disc && sight.groundAt(disc);
    if (!at) {
      if (twin.getState().lensReading) twin.getState().readLens(null);
      last = '';
      return;
    }
    const farM = camera.position.length();
    const mPerPx = (2 * farM * Math.tan((camera.fov * Math.PI) / 360)) / canvas.clientHeight;
    const reading = {
      atM: [at[0], at[1]] as const,
      depthM: kind === 'water' ? readers.depthAt(at[0], at[1]) : null,
      people: kind === 'people' ? readers.peopleAt(at[0], at[1], (disc.radiusPx * mPerPx) / LENS_ZOOM) : null,
    };
    const text = JSON.stringify(reading);
    if (text === last) return;
    last = text;
    twin.getState().readLens(reading);
  };
  after.add(read);
  const end = twin.follow(
    ({ tableLens: { kind } }) => kind,
    (kind) => {
      if (kind === 'plan')
        for (const info of twin.city.layers)
          if (info.group === 'plan' && info.kind === 'area') layers.fetchHidden(info);
    },
  );
  return () => {
    after.delete(read);
    end();
  };
}

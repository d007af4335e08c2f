import type { Ground } from '../../workers/construction/space/cut-volume.ts';

/** Two files of one folder: a scenario that `shapan sim flood` plays, and the ground it names. */
interface PitFiles {
  scenario: { name: string; text: string };
  ground: { name: string; text: string };
}

const MANNING_N = 0.025;
/** A cloudburst; whoever plays it sets another. */
const RAIN = { kind: 'uniform', rateMmPerH: 60, hours: 1 };

/** As an ESRI ASCII grid with its scenario; `name` begins both files. */
export function pitFiles(ground: Ground, name: string): PitFiles {
  const { westM, southM, cellM, columns, rows, elevationM } = ground;
  const lines = Array.from({ length: rows }, (_, fromNorth) => {
    const row = rows - 1 - fromNorth;
    return Array.from({ length: columns }, (_, column) => elevationM[row * columns + column].toFixed(3)).join(' ');
  });
  const head = [
    ...[`ncols ${columns}`, `nrows ${rows}`, `xllcorner ${westM}`, `yllcorner ${southM}`],
    ...[`cellsize ${cellM}`, 'NODATA_value -9999'],
  ];
  const file = `${name}.asc`;
  const scenario = {
    format: 1,
    kind: 'flood',
    id: name,
    title: { zh: `${name} 基坑遇短时暴雨`, en: `${name}: a cloudburst on the open pit` },
    ground: { kind: 'dem', file, manningN: MANNING_N },
    rain: RAIN,
    scheme: 'first',
    endH: 2,
    frameEveryMin: 5,
  };
  return {
    ground: { name: file, text: `${[...head, ...lines].join('\n')}\n` },
    scenario: { name: `${name}.json`, text: `${JSON.stringify(scenario, null, 2)}\n` },
  };
}

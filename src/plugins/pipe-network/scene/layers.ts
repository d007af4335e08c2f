import type { PipeResult } from '../../../../workers/pipe-network/engine-types.ts';
import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import type { SpaceLine } from '../../../view/space-lines.ts';
import { PIPE_NETWORK, pipeNetworkController } from '../controller.ts';

/** More places than these are not drawn; the table has all. */
const MAX_PLACES = 500;

/** From what lies under to what lies over. */
const PARTS = ['traced', 'cut-off', 'section', 'start'] as const;

/** What was asked of the network, at the depth that it has: pipes, valves, sources, places that are too near. */
const lineLayer: SceneLayer<readonly SpaceLine[], App> = {
  id: 'pipe-network.lines',
  key: (state: TwinState) => doneSerial(state, PIPE_NETWORK),
  of(state, app) {
    const result = doneSerial(state, PIPE_NETWORK) === null ? null : app.controllerOf(pipeNetworkController).result();
    return result && [...partLines(result), ...placesOf(result)];
  },
  open: { any: async () => (await import('../../../view/space-lines.ts')).openSpaceLines },
};

const partLines = ({ lines }: PipeResult): SpaceLine[] =>
  PARTS.flatMap((part) => {
    const parts = lines.filter((one) => one.part === part).map(({ line }) => line);
    return parts.length === 0 ? [] : [{ line: [], parts, className: `pipe-${part}` }];
  });

function placesOf(result: PipeResult): SpaceLine[] {
  if (result.kind === 'trace') return [{ line: [], dots: result.endsM, className: 'pipe-end' }];
  if (result.kind === 'clearance')
    return [{ line: [], dots: result.findings.slice(0, MAX_PLACES).map(({ atM }) => atM), className: 'pipe-gap' }];
  const { idle, close, sourcesM } = result;
  return [
    { line: [], dots: sourcesM, className: 'pipe-source' },
    { line: [], dots: idle.map(({ atM }) => atM), className: 'pipe-idle' },
    { line: [], dots: close.map(({ atM }) => atM), className: 'pipe-close' },
  ];
}

/** What the pipe network draws. */
export const pipeLayers = [lineLayer] as const;

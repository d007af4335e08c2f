import type { Plugin } from '../kit/plugin.ts';
import type { SceneParts } from '../kit/scene-parts.ts';
import type { Twin } from '../twin/twin.ts';
import { absentOf, applyLink, formatLink, parseLink } from './link.ts';

/** Keys of the link that belong to the reader, and to no scene. */
const OWN_KEYS = ['lang'];

const isOwn = (pair: string): boolean => OWN_KEYS.some((key) => pair.startsWith(`${key}=`));

/** The parts of a scene file of these plug-ins, with the link of the page. */
export function openSceneParts(twin: Twin, plugins: readonly Plugin[]): SceneParts {
  const pairs = () => formatLink(twin.getState(), twin.city).slice(1).split('&');
  return {
    parts: plugins.flatMap(({ id, sceneFile }) => (sceneFile ? [{ id, part: sceneFile }] : [])),
    view() {
      const saved = pairs().filter((pair) => !isOwn(pair));
      return Object.fromEntries(saved.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]));
    },
    openView(view) {
      const saved = Object.entries(view).map(([key, value]) => `${key}=${value}`);
      const { state, problems } = parseLink([...saved, ...pairs().filter(isOwn)].join('&'), twin.city);
      applyLink(twin, state);
      return [...problems, ...absentOf(twin, state)];
    },
  };
}

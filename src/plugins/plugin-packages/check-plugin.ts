import { pluginMessage } from '../../../model/plugins/plugin-messages.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { App, Plugin } from '../../kit/plugin.ts';
import type { PackagePlugin } from '../../kit/seam.ts';

/** Parts of a plug-in of the page that are read before any package comes. */
const TOO_LATE = ['engine', 'link', 'sceneFile', 'story'] as const;

/** What a package made, if it is what the seam says and stands beside the plug-ins of the page; else throws why not. */
export function checkPlugin(made: unknown, id: string, { plugins }: Pick<App, 'plugins'>): PackagePlugin {
  const fault = (place: string) => new MessageError(pluginMessage('shape', { id, place }));
  if (typeof made !== 'object' || made === null) throw fault('export default');
  if (Reflect.get(made, 'id') !== id) throw fault('id');
  if (!Number.isFinite(Reflect.get(made, 'order'))) throw fault('order');
  if (typeof Reflect.get(made, 'open') !== 'function') throw fault('open');
  const places: unknown = Reflect.get(made, 'places');
  if (typeof places !== 'object' || places === null || !Object.values(places).every(isPanelList)) throw fault('places');
  const part = TOO_LATE.find((name) => Reflect.get(made, name) !== undefined);
  if (part) throw new MessageError(pluginMessage('part', { id, part }));
  const plugin = made as PackagePlugin;
  const key = Object.keys(plugin.words ?? {}).find((one) => !one.startsWith(`${id}.`));
  if (key !== undefined) throw new MessageError(pluginMessage('word-key', { id, key }));
  checkBeside(plugin, plugins);
  return plugin;
}

const isPanelList = (list: unknown): boolean =>
  Array.isArray(list) &&
  list.every((one: unknown) => typeof one === 'object' && one !== null && 'id' in one && 'Body' in one);

function checkBeside(plugin: PackagePlugin, others: readonly Plugin[]): void {
  const { id, order } = plugin;
  if (others.some((other) => other.id === id)) throw new MessageError(pluginMessage('id-taken', { id }));
  const sameOrder = others.find((other) => other.order === order);
  if (sameOrder) throw new MessageError(pluginMessage('order-taken', { id, order, other: sameOrder.id }));
  const parts = [...others, plugin].flatMap(partsOf);
  const twice = partsOf(plugin).find((part) => parts.indexOf(part) !== parts.lastIndexOf(part));
  if (twice !== undefined) throw new MessageError(pluginMessage('part-taken', { id, part: twice }));
}

/** Names of panels and scene layers, which are unique in the page. */
const partsOf = ({ places, scene = [] }: Pick<Plugin, 'places' | 'scene'>): string[] => [
  ...Object.values(places).flatMap((panels) => panels.map((panel) => panel.id)),
  ...scene.map((layer) => `scene ${layer.id}`),
];

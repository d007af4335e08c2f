import type { Manifest } from '../../model/city/manifest.ts';
import type { App, PlacedPanel, Plugin, Slot } from '../kit/plugin.ts';
import { addWords } from '../kit/words.ts';
import type { Controller, ServiceKey } from '../twin/services.ts';
import { createTwin, type Twin } from '../twin/twin.ts';
import { DESKS } from './desks.ts';

/** What the page gives the app; the rest of `App` comes of the listed plug-ins. */
type AppParts = Omit<
  App,
  | 'service'
  | 'offer'
  | 'controllerOf'
  | 'plugins'
  | 'adopt'
  | 'placed'
  | 'stepState'
  | 'subjectOf'
  | 'stopJob'
  | 'showPresent'
>;

/** The twin of a city with the slices of these plug-ins and all desks. */
export function twinOf(city: Manifest, startMs: number, plugins: readonly Plugin[]): Twin {
  const slices = plugins.flatMap((plugin) => plugin.slices ?? []);
  return createTwin(city, startMs, slices, DESKS);
}

/**
 * The app before its plug-ins are opened: it knows their panels and words, and what is offered. `drawScene` draws the scene layers of all
 * plug-ins anew, when one comes or goes that has some.
 */
export function createApp(
  parts: AppParts,
  listed: readonly Plugin[],
  drawScene: () => void = () => {},
): App & { open(): () => void } {
  const plugins = [...listed];
  const services = new Map<ServiceKey<unknown>, unknown>();
  const controllers = new Map<string, Controller>();
  for (const { words } of plugins) if (words) addWords(words);
  let placed = placedBy(plugins);
  const app: App = {
    ...parts,
    plugins,
    adopt(plugin) {
      const renew = () => {
        placed = placedBy(plugins);
        if (plugin.scene) drawScene();
        // Whoever shows a slot follows the twin.
        parts.twin.setState({});
      };
      return adoptInto({ app, plugins, controllers, renew }, plugin);
    },
    placed: (slot) => placed.get(slot) ?? [],
    stepState(step) {
      for (const { steps } of plugins) {
        const found = steps?.[step]?.(parts.twin.getState(), app);
        if (found) return found;
      }
      return null;
    },
    subjectOf(desk) {
      for (const { subjects } of plugins) {
        const subject = subjects?.[desk];
        const found = subject?.read(parts.twin.getState(), app);
        if (found) return { ...found, choose: (id) => subject?.choose?.(app, id) };
      }
      return null;
    },
    stopJob(owner, id) {
      const plugin = plugins.find((each) => each.id === owner || each.engine === owner);
      const controller = plugin && controllers.get(plugin.id);
      if (controller && canStop(controller)) controller.stop(id);
    },
    showPresent() {
      for (const plugin of plugins) plugin.showPresent?.(app);
      parts.twin.getState().leaveTime();
    },
    service: <T>(key: ServiceKey<T>) => (services.get(key) as T | undefined) ?? null,
    offer(key, service) {
      services.set(key, service);
      return () => {
        if (services.get(key) === service) services.delete(key);
      };
    },
    controllerOf<C extends Controller>({ id }: { id: string }): C {
      const controller = controllers.get(id);
      if (!controller) throw new Error(`plug-ins: expected "${id}" to be open`);
      return controller as C;
    },
  };
  return {
    ...app,
    open() {
      for (const plugin of plugins) controllers.set(plugin.id, plugin.open(app));
      return () => {
        for (const controller of [...controllers.values()].reverse()) controller.close();
        controllers.clear();
      };
    },
  };
}

/** Whether a controller can stop what it computes: those of runs take a run's id, those of analyses have one at a time. */
function canStop(controller: Controller): controller is Controller & { stop(id: string): void } {
  return 'stop' in controller && typeof controller.stop === 'function';
}

interface OpenPlugins {
  readonly app: App;
  readonly plugins: Plugin[];
  readonly controllers: Map<string, Controller>;
  /** Places panels and drawings anew. */
  renew(): void;
}

/** See `App.adopt`. */
function adoptInto({ app, plugins, controllers, renew }: OpenPlugins, plugin: Plugin): () => void {
  const ends: (() => void)[] = [];
  const leave = () => {
    if (plugins.includes(plugin)) plugins.splice(plugins.indexOf(plugin), 1);
    renew();
    const controller = controllers.get(plugin.id);
    controllers.delete(plugin.id);
    for (const end of ends) end();
    controller?.close();
  };
  try {
    for (const slice of plugin.slices ?? []) ends.push(app.twin.addSlice(slice));
    if (plugin.words) addWords(plugin.words);
    controllers.set(plugin.id, plugin.open(app));
  } catch (error) {
    leave();
    throw error;
  }
  plugins.push(plugin);
  renew();
  return leave;
}

/** Panels by their slots, each slot in its order. */
function placedBy(plugins: readonly Plugin[]): Map<Slot, PlacedPanel[]> {
  const placed = new Map<Slot, PlacedPanel[]>();
  for (const { places } of plugins)
    for (const [slot, panels] of Object.entries(places))
      placed.set(slot as Slot, [...(placed.get(slot as Slot) ?? []), ...panels]);
  for (const panels of placed.values()) panels.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  return placed;
}

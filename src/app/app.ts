import type { Manifest } from '../../model/city/manifest.ts';
import type { App, PlacedPanel, Plugin, Slot } from '../kit/plugin.ts';
import { addWords } from '../kit/words.ts';
import type { Controller, ServiceKey } from '../twin/services.ts';
import { createTwin, type Twin } from '../twin/twin.ts';
import { DESKS } from './desks.ts';

/** What the page gives the app; the rest of `App` comes of the listed plug-ins. */
type AppParts = Omit<
  App,
  'service' | 'offer' | 'controllerOf' | 'placed' | 'stepState' | 'subjectOf' | 'stopJob' | 'showPresent'
>;

/** The twin of a city with the slices of these plug-ins and all desks. */
export function twinOf(city: Manifest, startMs: number, plugins: readonly Plugin[]): Twin {
  const slices = plugins.flatMap((plugin) => plugin.slices ?? []);
  return createTwin(city, startMs, slices, DESKS);
}

/** The app before its plug-ins are opened: it knows their panels and words, and what is offered. */
export function createApp(parts: AppParts, plugins: readonly Plugin[]): App & { open(): () => void } {
  const services = new Map<ServiceKey<unknown>, unknown>();
  const controllers = new Map<string, Controller>();
  const placed = new Map<Slot, PlacedPanel[]>();
  for (const plugin of plugins) {
    if (plugin.words) addWords(plugin.words);
    for (const [slot, panels] of Object.entries(plugin.places))
      placed.set(slot as Slot, [...(placed.get(slot as Slot) ?? []), ...panels]);
  }
  for (const panels of placed.values()) panels.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const app: App = {
    ...parts,
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

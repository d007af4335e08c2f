import type { StoreApi } from 'zustand/vanilla';
import { pluginMessage } from '../../../model/plugins/plugin-messages.ts';
import { type PluginRow, parsePluginRows } from '../../../model/plugins/plugin-row.ts';
import { isMessage, MessageError } from '../../../model/text/message.ts';
import type { App, Plugin } from '../../kit/plugin.ts';
import { type MakePlugin, seamOf } from '../../kit/seam.ts';
import { failureOf, type Reason } from '../../twin/failure.ts';
import { checkPlugin } from './check-plugin.ts';
import { guardPlugin } from './guard-plugin.tsx';
import type { PackagesState } from './packages-state.ts';

/** The plug-ins of the hub in this page. */
export interface LoadedPackages {
  /** Opens what the hub's list has anew and ends what it has no more. */
  update(list: unknown): Promise<void>;
  close(): void;
}

/** A module that does not answer holds nothing up: it is left out after so long. */
const LOAD_S = 15;

interface Running {
  row: PluginRow;
  /** Where its files lie. */
  base: string;
  end(): void;
}

/** Loads the plug-ins of the hub's list, each for itself: one that fails is named and off in this page, whatever it was doing. */
export function openPackages(app: App, state: StoreApi<PackagesState>): LoadedPackages {
  const running = new Map<string, Running>();
  /** Digests of what failed, by id: it stays off until somebody switches it off and on, or brings another. */
  const failed = new Map<string, string>();

  function fail({ id, name, digest }: PluginRow, reason: Reason): void {
    failed.set(id, digest);
    const before = running.get(id);
    running.delete(id);
    before?.end();
    state.setState(({ failures }) => ({ failures: { ...failures, [id]: reason } }));
    app.report(`plug-in ${id}`, pluginMessage('failed', { name, reason }));
  }

  async function load(row: PluginRow): Promise<void> {
    const base = new URL(`plugins/${row.id}/${row.digest}/`, app.hubUrl).href;
    try {
      const end = openPlugin(app, row, base, await moduleAt(row, base), (error) => fail(row, failureOf(error)));
      running.set(row.id, { row, base, end });
    } catch (error) {
      fail(row, failureOf(error));
    }
  }

  const stray = followStrayErrors((text) => {
    const [found] = [...running.values()].filter(({ base }) => text.includes(base));
    return found ? (error) => fail(found.row, failureOf(error)) : null;
  });
  return {
    async update(list) {
      const rows = parsePluginRows(list);
      const wanted = rows.filter(({ isEnabled, fault }) => isEnabled && fault === null);
      for (const [id, digest] of failed)
        if (!wanted.some((one) => one.id === id && one.digest === digest)) failed.delete(id);
      for (const [id, { row, end }] of running) {
        if (wanted.some((one) => one.id === id && one.digest === row.digest)) continue;
        running.delete(id);
        end();
      }
      state.setState(({ failures }) => ({
        rows,
        failures: Object.fromEntries(Object.entries(failures).filter(([id]) => failed.has(id))),
      }));
      await Promise.all(wanted.filter(({ id }) => !running.has(id) && !failed.has(id)).map(load));
    },
    close() {
      stray();
      for (const { end } of running.values()) end();
      running.clear();
    },
  };
}

/** Makes and opens a plug-in of its module; the returned function ends it. */
function openPlugin(
  app: App,
  { id, styles }: PluginRow,
  base: string,
  module: unknown,
  onFailure: (error: unknown) => void,
): () => void {
  const make: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, 'default') : null;
  if (typeof make !== 'function') throw new MessageError(pluginMessage('shape', { id, place: 'export default' }));
  const made: unknown = (make as MakePlugin)(seamOf(base));
  const { plugin, mute } = guardPlugin(checkPlugin(made, id, app), onFailure);
  const leave = app.adopt(plugin);
  const sheets = styles.map((path) => linkSheet(new URL(path, base).href));
  return () => {
    mute();
    closePanels(app, plugin);
    for (const sheet of sheets) sheet.remove();
    // A controller that fails at its end has ended as far as the page is concerned.
    try {
      leave();
    } catch (error) {
      console.error(error);
    }
  };
}

/** Nothing stands open that is about to go. */
function closePanels({ panels }: App, { places }: Plugin): void {
  const { tool, opened, openTool, show } = panels.getState();
  for (const { id } of Object.values(places).flat()) {
    if (tool === id) openTool(null);
    if (opened.includes(id)) show(id, false);
  }
}

function linkSheet(href: string): HTMLLinkElement {
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = href;
  document.head.append(sheet);
  return sheet;
}

/** The module of a package; where it does not load, what the hub says of its file, if it says something. */
async function moduleAt({ id, entry }: PluginRow, base: string): Promise<unknown> {
  const url = new URL(entry, base).href;
  const late = new Promise<never>((_, fail) =>
    setTimeout(fail, LOAD_S * 1000, new MessageError(pluginMessage('slow', { id, seconds: LOAD_S }))),
  );
  try {
    return await Promise.race([import(/* @vite-ignore */ url), late]);
  } catch (error) {
    const response = await fetch(url).catch(() => null);
    if (!response || response.ok) throw error;
    const answer: unknown = await response.json().catch(() => null);
    const refusal: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'error') : null;
    throw isMessage(refusal) ? new MessageError(refusal) : error;
  }
}

/** Errors that reach the window, of handlers and promises of a plug-in: `find` tells by the addresses in them whose they are. */
function followStrayErrors(find: (text: string) => ((error: unknown) => void) | null): () => void {
  const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? '') : '');
  const onError = ({ error, filename }: ErrorEvent) => find(`${filename} ${stackOf(error)}`)?.(error);
  const onRejection = ({ reason }: PromiseRejectionEvent) => find(stackOf(reason))?.(reason);
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onRejection);
  return () => {
    window.removeEventListener('error', onError);
    window.removeEventListener('unhandledrejection', onRejection);
  };
}

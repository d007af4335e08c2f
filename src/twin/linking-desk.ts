import type { LinkReport } from '../../workers/construction/linking/link-report.ts';
import type { LinkFile, LinkRule } from '../../workers/construction/linking/link-rules.ts';
import type { ConstructionService } from '../../workers/construction/service.ts';
import { openModelOf } from './project.ts';
import type { Twin } from './twin.ts';

export type { LinkReport, NamedLink } from '../../workers/construction/linking/link-report.ts';
export type { LinkField, LinkFile, LinkRule } from '../../workers/construction/linking/link-rules.ts';

/** Links the open model to the open plan by rules; what is confirmed builds the picture. */
export interface LinkingDesk {
  file(): LinkFile;
  /** Of the rules as they stand; null until model and plan are both open. */
  report(): LinkReport | null;
  /** Which task builds each row of the model's layer, as far as confirmed. */
  table(): LinkTable | null;
  setRules(rules: LinkRule[]): void;
  /** Takes what the rules say now for confirmed. */
  confirm(): Promise<void>;
  /** Rules and confirmed links from a file; a broken one is told in `linking`, and what stood stays. */
  openFile(text: string, name: string): Promise<void>;
}

/** RGBA8 a row: numbers of the tasks that build it and take it away, 16 bits each. 65535 none, 65534 what its tile says. */
export interface LinkTable {
  layerId: string;
  texels: Uint8Array;
}

/** Where rules outlive the page; null where nothing may be kept. */
export interface LinkStore {
  load(): string | null;
  save(text: string): void;
}

type LinkService = Pick<ConstructionService, 'reportLinks' | 'confirmLinks' | 'parseLinks'>;

const NONE: LinkFile = { format: 1, kind: 'links', rules: [], confirmed: null };

export function openLinkingDesk(twin: Twin, service: LinkService, store: LinkStore): LinkingDesk {
  const { setLinking } = twin.getState();
  let file = NONE;
  let report: LinkReport | null = null;
  let table: LinkTable | null = null;
  let wanted = 0;
  let serial = 0;

  const told = (error: unknown) =>
    setLinking({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });

  async function ask(): Promise<void> {
    const own = ++wanted;
    const { plan } = twin.getState();
    const model = openModelOf(twin.getState());
    if (plan.kind !== 'open' || !model) {
      report = table = null;
      return setLinking({ kind: 'idle' });
    }
    try {
      const answer = await service.reportLinks(file);
      if (own !== wanted) return;
      report = answer;
      table = { layerId: model.layerId, texels: answer.texels };
      setLinking({ kind: 'told', serial: ++serial });
    } catch (error) {
      if (own === wanted) told(error);
    }
  }

  async function take(next: LinkFile): Promise<void> {
    file = next;
    store.save(JSON.stringify(next));
    await ask();
  }

  async function start(): Promise<void> {
    const kept = store.load();
    if (kept !== null) file = await service.parseLinks(kept, 'links').catch(() => NONE);
  }

  let started: Promise<void> | null = null;
  twin.follow(
    (state) =>
      state.plan.kind === 'open' ? `${state.plan.serial} ${openModelOf(state)?.layerId}` : openModelOf(state)?.layerId,
    (key) => {
      if (key === undefined) return void ask();
      started ??= start();
      void started.then(ask);
    },
  );

  return {
    file: () => file,
    report: () => report,
    table: () => table,
    setRules: (rules) => void take({ ...file, rules }),
    confirm: () => service.confirmLinks(file).then(take, told),
    openFile: (text, name) => service.parseLinks(text, name).then(take, told),
  };
}

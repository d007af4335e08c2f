import { packText, parseRulePack } from '../../../model/rules/rule-pack.ts';
import { type RuleRecord, type RuleRecords, ruleKey } from '../../../model/rules/rule-record.ts';
import { parseSharedRule, parseSharedRules } from '../../../model/rules/shared-rules.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { BrowserText } from '../../kit/browser-text.ts';
import type { AccountSession } from '../../twin/account-session.ts';
import { rulesPageMessage } from './messages.ts';

/** Keeps the numbers and releases of a city's rules: the hub, which knows who confirms, or this browser, which believes what is typed. */
export interface RuleStore {
  readonly kind: 'hub' | 'page';
  read(): Promise<RuleRecords>;
  /** Rejects where it is refused, or somebody else changed the rule meanwhile. */
  put(record: RuleRecord): Promise<void>;
  /** The rule is again as the program has it. */
  remove(key: string): Promise<void>;
}

const PATH = 'rules';

export function hubRuleStore(session: AccountSession): RuleStore {
  const revisions = new Map<string, number>();
  return {
    kind: 'hub',
    async read() {
      const records: Record<string, RuleRecord> = {};
      for (const { record, revision, withdrawn } of parseSharedRules(await session.get(PATH), PATH)) {
        const key = ruleKey(record);
        revisions.set(key, revision);
        if (!withdrawn) records[key] = record;
      }
      return records;
    },
    async put(record) {
      const key = ruleKey(record);
      const body = { record, after: revisions.get(key) ?? 0 };
      const { revision } = parseSharedRule(await session.post(PATH, body), PATH);
      revisions.set(key, revision);
    },
    async remove(key) {
      const at = key.indexOf('/');
      await session.remove(`${PATH}/${key.slice(0, at)}/${encodeURIComponent(key.slice(at + 1))}`);
    },
  };
}

export function browserRuleStore(city: string, store: BrowserText): RuleStore {
  const records = (): RuleRecords => {
    const text = store.load(city);
    return text === null ? {} : parseRulePack(JSON.parse(text), 'localStorage').records;
  };
  const keep = (next: RuleRecords): void => {
    if (!store.save(city, packText(city, next))) throw new MessageError(rulesPageMessage('not-kept', {}));
  };
  return {
    kind: 'page',
    read: async () => records(),
    put: async (record) => keep({ ...records(), [ruleKey(record)]: record }),
    async remove(key) {
      const { [key]: _, ...rest } = records();
      keep(rest);
    },
  };
}

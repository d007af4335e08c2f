import { countryOf } from '../../../model/city/country.ts';
import { PIPE_RULES_FILE, parseClearanceRules } from '../../../model/pipes/clearance-rules.ts';
import { type CityRule, cityRules } from '../../../model/rules/city-rules.ts';
import type { RuleNumbers } from '../../../model/rules/numbers.ts';
import { packText } from '../../../model/rules/rule-pack.ts';
import {
  type RuleRecord,
  type RuleRecords,
  type RuleRelease,
  releaseHash,
  ruleKey,
} from '../../../model/rules/rule-record.ts';
import { keyId } from '../../../model/signatures/statement.ts';
import { hashedJsonOfBlob } from '../../../model/text/json-file.ts';
import { jsonHash } from '../../../model/text/json-hash.ts';
import type { Text } from '../../../model/text/text.ts';
import { type BrowserText, browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import { ACCOUNT_SESSION } from '../../twin/account-session.ts';
import { hasHub } from '../../twin/has-hub.ts';
import { PLAN_RULES_IN_FORCE } from '../../twin/plan-rules.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { SIGNER } from '../../twin/signer.ts';
import { browserRuleStore, hubRuleStore, type RuleStore } from './rule-store.ts';
import { openPersonalKey, type PersonalKey } from './signer.ts';
import { readRulePackFile } from './tasks/start-rule-pack.ts';

/** Id of the plug-in. */
export const RULES = 'rules';

/** Where the hub has people's keys. */
const KEYS = 'signer-keys';

/** Keeps the rules of the open city: their numbers, and who confirmed them. */
export interface RulesController extends Controller {
  /** Reads the city's own rules, and what others confirmed since. */
  begin(): Promise<void>;
  /** All rules of the city as they stand now. */
  rules(): CityRule[];
  /** Other numbers, which nobody confirmed yet. */
  change(rule: Pick<CityRule, 'subject' | 'id' | 'label'>, numbers: RuleNumbers, label?: Text): Promise<void>;
  /** Signs it too where the key of who sits here is open. */
  confirm(rule: Pick<CityRule, 'subject' | 'id' | 'label' | 'numbers'>, release: RuleRelease): Promise<void>;
  readonly personal: PersonalKey;
  /** Makes the key known to the hub, in the name of the login. */
  registerKey(): Promise<void>;
  /** From now on the key signs nothing that counts. */
  revokeKey(): Promise<void>;
  /** People's keys as a file, for whoever checks signatures without the hub. */
  keysText(): Promise<string>;
  takeKey(file: File): Promise<void>;
  /** The rule is again as it was shipped, and unconfirmed. */
  withdraw(rule: Pick<CityRule, 'subject' | 'id'>): Promise<void>;
  /** The rules that hold here as records, those that nobody changed or confirmed too. */
  records(): RuleRecords;
  packText(): string;
  /** Opens a pack beside the city's rules; null puts it away. */
  openPack(file: File | null): Promise<void>;
  /** Takes over what the open pack has otherwise: numbers and confirmations. */
  adopt(): Promise<void>;
}

export const rulesController: Opener<App, RulesController> = {
  id: RULES,
  open: (app) => openRules(app, browserText('shapan-rules-')),
};

function openRules(app: App, kept: BrowserText): RulesController {
  const { twin, cityUrl } = app;
  const { setRuleRecords, setRulesPage } = twin.getState();
  const country = countryOf(twin.city);
  let store: RuleStore = browserRuleStore(twin.city.id, kept);

  const session = () => app.service(ACCOUNT_SESSION);
  const personal = openPersonalKey(browserText('shapan-signing-'), Date.now, () =>
    setRulesPage({ signerSerial: twin.getState().signerSerial + 1 }),
  );
  const takeBack = app.offer(SIGNER, { sign: (thing) => personal.sign(thing, twin.city.id) });

  async function refresh(): Promise<void> {
    setRuleRecords(await store.read());
  }
  const refreshLater = () => void refresh().catch((error: unknown) => app.report(RULES, error));

  /** Plain files are served beside no hub: only one that answers is asked for its rules. */
  async function follow(mayHaveHub: boolean): Promise<void> {
    const own = session();
    if (mayHaveHub && own && store.kind === 'page' && (await hasHub(app.hubUrl))) store = hubRuleStore(own);
    setRulesPage({ ruleKeeper: store.kind });
    refreshLater();
  }

  const unfollow = twin.follow(
    ({ feed, account }) => (feed.kind === 'none' ? null : `hub ${account?.name ?? ''}`),
    (hub) => void follow(hub !== null),
  );

  async function ownClearance() {
    const response = await fetch(new URL(PIPE_RULES_FILE, cityUrl)).catch(() => null);
    const json: unknown = response?.ok ? await response.json().catch(() => null) : null;
    return json === null ? null : parseClearanceRules(json);
  }

  async function put(record: RuleRecord): Promise<void> {
    await store.put(record);
    await refresh();
  }

  function records(): RuleRecords {
    const { ruleRecords } = twin.getState();
    const shipped = controller.rules().filter(({ isForeign }) => !isForeign);
    const bare = shipped.map(({ subject, id, label, numbers }) => {
      const record: RuleRecord = { subject, id, label, numbers: { ...numbers }, release: null };
      return [ruleKey(record), record] as const;
    });
    return { ...Object.fromEntries(bare), ...ruleRecords };
  }

  const controller: RulesController = {
    async begin() {
      const [plans, clearance] = await Promise.all([
        app.service(PLAN_RULES_IN_FORCE)?.rules() ?? null,
        twin.city.layers.some(({ kind }) => kind === 'pipe') ? ownClearance() : null,
      ]);
      setRulesPage({ ruleFiles: { plans, clearance } });
      await refresh();
    },
    rules() {
      const { ruleRecords, ruleFiles } = twin.getState();
      return cityRules({
        country,
        records: ruleRecords,
        plans: ruleFiles?.plans ?? null,
        clearance: ruleFiles?.clearance ?? null,
      });
    },
    change: ({ subject, id, label }, numbers, next = label) =>
      put({ subject, id, label: next, numbers: { ...numbers }, release: null }),
    async confirm({ subject, id, label, numbers }, release) {
      const record: RuleRecord = { subject, id, label, numbers: { ...numbers }, release };
      const thing = { kind: 'rule-release' as const, of: ruleKey(record), hash: releaseHash(record), says: '' };
      const signature = await personal.sign(thing, twin.city.id);
      await put(signature ? { ...record, release: { ...release, signature } } : record);
    },
    personal,
    async registerKey() {
      await session()?.post(KEYS, { key: personal.key() });
    },
    async revokeKey() {
      const key = personal.key();
      if (key) await session()?.remove(`${KEYS}/${keyId(key.publicKey)}`);
    },
    async keysText() {
      const key = personal.key();
      const own = { format: 1, kind: 'shapan-signer-keys', keys: key ? [key] : [] };
      const known = store.kind === 'hub' ? await session()?.get(KEYS) : own;
      return `${JSON.stringify(known, null, 1)}\n`;
    },
    async takeKey(file) {
      personal.take(await hashedJsonOfBlob(file, file.name), file.name);
    },
    async withdraw(rule) {
      await store.remove(ruleKey(rule));
      await refresh();
    },
    records,
    packText: () => packText(twin.city.id, records()),
    async openPack(file) {
      const records = file && (await readRulePackFile(file)).records;
      setRulesPage({ rulePack: file && records && { file: file.name, records } });
    },
    async adopt() {
      const here = records();
      for (const [key, record] of Object.entries(twin.getState().rulePack?.records ?? {}))
        if (!here[key] || jsonHash(here[key]) !== jsonHash(record)) await store.put(record);
      await refresh();
    },
    close() {
      unfollow();
      takeBack();
    },
  };
  return controller;
}

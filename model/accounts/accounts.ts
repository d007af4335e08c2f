import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';

/** What a person at the hub may be; what each may do is the hub's own matter (`hub/accounts/roles.ts`). */
export const ROLES = ['visitor', 'analyst', 'planner', 'dispatcher', 'controller', 'auditor', 'administrator'] as const;
/** The duty of an account, which decides what it may see and do, from visitor to administrator. */
export type Role = (typeof ROLES)[number];

/** Shorter passwords are refused by the hub, and by the page before it asks. */
export const MIN_PASSWORD = 12;

/** The class of what is no sensor: a street, a house. */
export const OTHER_CLASS = 'place';

const Names = v.union([
  v.literal('all'),
  v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(64))), v.maxLength(500)),
]);

/** What part of the city an account reads and touches; what is not named is denied. What lies in no district is for those who have all. */
export const ScopeSchema = v.strictObject({ areas: Names, classes: Names });
/** The areas and classes of things that an account reaches; `all` is no limit. */
export type Scope = v.InferOutput<typeof ScopeSchema>;

/** Whether a scope limits nothing, so that no filter is needed. */
export function isEverything({ areas, classes }: Scope): boolean {
  return areas === 'all' && classes === 'all';
}

/** A district, as it is called. */
const AreaSchema = v.object({ id: v.string(), name: v.object({ zh: v.string(), en: v.string() }) });
/** A named outline that a scope can be limited to, in degrees. */
export type Area = v.InferOutput<typeof AreaSchema>;

const LoginSchema = v.object({
  token: v.string(),
  name: v.string(),
  role: v.picklist(ROLES),
  scope: ScopeSchema,
  /** Those of the scope. */
  areas: v.array(AreaSchema),
});

/** As the hub answers who logged in, or made an account by a link. */
export const parseLogin = (json: unknown): v.InferOutput<typeof LoginSchema> => parseAs(LoginSchema, json, 'login');

/** Why the hub lets an account not be made, changed or used: the page has a sentence for each. */
export const REFUSALS = [
  'wrongLogin',
  'tooMany',
  'usedInvite',
  'takenName',
  'badName',
  'weakPassword',
  'noSuchAccount',
  'lastAdministrator',
] as const;

/** The word by which the hub says why a request was refused; pages translate it. */
export type RefusalWord = (typeof REFUSALS)[number];

/** Whether a text is one of the hub's words for a refusal; others come from proxies and are shown as they are. */
export const isRefusalWord = (text: unknown): text is RefusalWord => REFUSALS.some((word) => word === text);

const AccountsSchema = v.object({
  accounts: v.array(v.object({ name: v.string(), role: v.picklist(ROLES), scope: ScopeSchema, isClosed: v.boolean() })),
  /** What a scope may name. */
  areas: v.array(AreaSchema),
  classes: v.array(v.string()),
});

/** As the hub tells an administrator. */
export type Accounts = v.InferOutput<typeof AccountsSchema>;
/** An account as the list shows it to an administrator, without its secret. */
export type AccountRow = Accounts['accounts'][number];

/** Reads the hub's list of accounts; an error names the field, what was expected and what came. */
export const parseAccounts = (json: unknown): Accounts => parseAs(AccountsSchema, json, 'accounts');

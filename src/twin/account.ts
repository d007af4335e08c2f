import type { Area, Role, Scope } from '../../model/accounts/accounts.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends AccountSlice {}
}

/** Account that is logged in at the hub; visitors have none. */
export interface Account {
  name: string;
  role: Role;
  /** What part of the city it reads and touches. */
  scope: Scope;
  /** The districts of its scope. */
  areas: readonly Area[];
}

interface AccountSlice {
  account: Account | null;
  takeAccount(account: Account | null): void;
}

export const accountSlice: Slice<AccountSlice> = (set) => ({
  account: null,
  takeAccount: (account) => set({ account }),
});

/** Roles that the hub lets act on alarms; it asks again itself. */
export function mayActOnAlarms(account: Account | null): boolean {
  return account?.role === 'dispatcher' || account?.role === 'controller';
}

/** Roles that the hub lets work on cases; it asks again itself. */
export const mayActOnCases = mayActOnAlarms;

/** Roles that the hub lets write the logs of incidents; it asks again itself. */
export const mayActOnIncidents = mayActOnAlarms;

/** Roles that the hub gives recordings to. */
export function mayExport(account: Account | null): boolean {
  return account !== null && account.role !== 'visitor' && account.role !== 'administrator';
}

/** Roles that the hub lets propose and share plans, and the one that signs. */
export const mayProposePlans = (account: Account | null): boolean =>
  account?.role === 'analyst' || maySignPlans(account);
export const maySignPlans = (account: Account | null): boolean => account?.role === 'planner';

/** The role that may name sources of readings, whose hosts the page's worker then speaks to. */
export const mayNameSources = (account: Account | null): boolean => account?.role === 'administrator';

/** The role that keeps the catalogue, and connects sensors to it. */
export const mayConnectSensors = mayNameSources;

/** The role that sees and leads the pages of halls. */
export const mayManageHalls = mayNameSources;

/** Roles that the hub lets lead a wall of screens. */
export const mayLeadWalls = (account: Account | null): boolean => mayProposePlans(account) || mayActOnAlarms(account);

/** The role that makes, changes and closes accounts. */
export const mayManageAccounts = mayNameSources;

/** Roles that the hub lets tell devices something, and those that may be the second person. */
export const mayRequestCommands = (account: Account | null): boolean => account?.role === 'controller';
export const mayConfirmCommands = mayActOnAlarms;

/** What the worker of the feeds speaks to the hub with. */
export interface Login {
  token: string;
  /** Whether its scope is the whole city. */
  seesAll: boolean;
}

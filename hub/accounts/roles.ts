import { ROLES, type Role } from '../../model/accounts/accounts.ts';
import { ACTS_TOPIC } from '../../model/hub/topics.ts';

/** What may be done. Deny by default: what stands in no row is forbidden to all. */
export type Verb =
  /** Values, alarms and the sensors that they are of. */
  | 'observations.read'
  /** The records of people: acts on alarms, cases, incidents, plans. */
  | 'records.read'
  /** Verb of devices alone, which have no role. */
  | 'observations.write'
  | 'catalogue.write'
  | 'history.export'
  /** Resolutions of conflicts of plans. */
  | 'plans.propose'
  | 'plans.sign'
  /** Runs of engines on the hub's machine. */
  | 'runs.start'
  | 'alarms.act'
  | 'cases.act'
  /** Opening incidents, writing their logs, giving orders. */
  | 'incidents.act'
  | 'commands.ask'
  /** The second person for critical classes. */
  | 'commands.confirm'
  | 'audit.read'
  | 'accounts.manage'
  /** Names hosts that the page's worker of feeds may speak to. */
  | 'sources.manage'
  /** Sees how the pages of exhibition halls fare, and starts, stops and reloads them. */
  | 'halls.manage'
  /** Leads a wall of screens: what its page shows the others show. */
  | 'walls.lead'
  /** Adds plug-ins to the page, switches them and takes them away. */
  | 'plugins.manage';

/** An administrator gives rights, keeps the catalogue and commands nothing; an auditor reads and changes nothing. */
const MAY: Record<Role, readonly Verb[]> = {
  visitor: ['observations.read', 'records.read'],
  analyst: ['observations.read', 'records.read', 'history.export', 'plans.propose', 'runs.start', 'walls.lead'],
  planner: [
    'observations.read',
    'records.read',
    'history.export',
    'plans.propose',
    'plans.sign',
    'runs.start',
    'walls.lead',
  ],
  dispatcher: [
    'observations.read',
    'records.read',
    'history.export',
    'alarms.act',
    'cases.act',
    'incidents.act',
    'runs.start',
    'walls.lead',
    'commands.confirm',
  ],
  controller: [
    'observations.read',
    'records.read',
    'history.export',
    'alarms.act',
    'cases.act',
    'incidents.act',
    'runs.start',
    'walls.lead',
    'commands.ask',
    'commands.confirm',
  ],
  auditor: ['observations.read', 'records.read', 'history.export', 'audit.read'],
  administrator: [
    'observations.read',
    'records.read',
    'catalogue.write',
    'accounts.manage',
    'sources.manage',
    'halls.manage',
    'plugins.manage',
  ],
};

/** Rights of a device that signed in by its key: it writes what it measured, nothing else. */
const DEVICES_MAY: readonly Verb[] = ['observations.read', 'records.read', 'observations.write'];

/** Whether a device that signed in by its key may do this. */
export function deviceMay(verb: Verb): boolean {
  return DEVICES_MAY.includes(verb);
}

/** Whether an account of this role may do this. */
export function may(role: Role, verb: Verb): boolean {
  return MAY[role].includes(verb);
}

/** Whether a text is the name of one of the roles. */
export function isRole(text: unknown): text is Role {
  return ROLES.some((role) => role === text);
}

/**
 * Topics that a page may listen to, by the right it needs; the first beginning that fits counts. A page publishes nothing, whoever sits there:
 * commands go through the hub, and nothing reaches a device topic from a browser.
 */
const TOPICS: readonly { begins: string; needs: Verb }[] = [
  { begins: 'v1.1/', needs: 'observations.read' },
  { begins: ACTS_TOPIC, needs: 'records.read' },
  { begins: 'shapan/alarms/', needs: 'observations.read' },
  { begins: 'shapan/cases/', needs: 'records.read' },
  { begins: 'shapan/incidents/', needs: 'records.read' },
  { begins: 'shapan/kinds/', needs: 'observations.read' },
  { begins: 'shapan/sensors/', needs: 'observations.read' },
  { begins: 'shapan/walls/', needs: 'observations.read' },
  { begins: 'shapan/commands/', needs: 'commands.confirm' },
  { begins: 'shapan/audit/', needs: 'audit.read' },
];

/** Whether a role may subscribe to a topic filter; filters that begin like no known topic are refused. */
export function maySubscribe(role: Role, filter: string): boolean {
  const right = rightOfTopic(filter);
  return right !== null && may(role, right);
}

/** Returns the right that a topic filter needs; null: it begins like no known topic, and is for nobody. */
export function rightOfTopic(filter: string): Verb | null {
  return TOPICS.find(({ begins }) => filter.startsWith(begins))?.needs ?? null;
}

import type { Remote } from 'comlink';
import type { RuleRecords } from '../../../../model/rules/rule-record.ts';
import { askAboutFile } from '../../../kit/start-task.ts';
import type * as rulePack from './rule-pack.ts';

/** Five hundred rules with all their words and signatures have less. */
const MAX_MIB = 8;

/** A file of a pack of rules in a worker of its own. */
export const readRulePackFile = (file: File): Promise<{ city: string; records: RuleRecords }> =>
  askAboutFile('rule-pack', file, MAX_MIB, (task: Remote<typeof rulePack>) => task.readRulePack(file, file.name));

/** What the plug-in's tools show: conflicts of all plans, those with what stands there, buildings over their limit, the rules with the crosswalk, decisions, the blueprint. */
export const CONFLICT_PARTS = ['plans', 'existing', 'heights', 'rules', 'decisions', 'blueprint'] as const;
export type ConflictPart = (typeof CONFLICT_PARTS)[number];

/** The tool of the page that shows a part. */
export const conflictToolOf = (part: ConflictPart): string => (part === 'plans' ? 'conflicts' : `conflicts.${part}`);

export const isConflictTool = (tool: string | null): boolean =>
  CONFLICT_PARTS.some((part) => conflictToolOf(part) === tool);

import { scheduleReader } from '../schedule/schedule-reader.ts';

/** The tasks of an IFC file (IfcTask, IfcRelSequence). The same file may hold a building, which the reader of IFC gives. */
export const ifcTasksReader = scheduleReader({
  id: 'ifc-tasks',
  name: 'Tasks of IFC',
  order: 150,
  extensions: ['ifc'],
  mimeTypes: ['application/x-step', 'application/p21'],
  accepts: ({ text }) => /^\s*ISO-10303-21/.test(text),
  load: async () => (await import('./ifc-tasks.ts')).readIfcTasks,
});

import { expect, test } from 'vitest';
import { headOf } from '../../../model/incidents/incident-answer.ts';
import { LOG_FORMAT } from '../../../model/incidents/incident-entry.ts';
import { IncidentClient } from '../../../src/plugins/incident-log/incident-client.ts';
import { handLog, OPENED_MS, opening } from '../../model/incidents/log.ts';

test('one log that a later version wrote is told by its title; the others are read, and nothing looks cut', async () => {
  const plain = handLog([[0, opening()]], 'plain-incident');
  const later = handLog([[0, { ...opening(), title: '新版事件' } as ReturnType<typeof opening>]], 'later-incident');
  const client = new IncidentClient({
    newClient: () => 'client-by-hand',
    account: () => null,
    store: { all: async () => [], put: async () => undefined },
    wire: {
      list: async () => ({ incidents: [headOf(later.timeline), headOf(plain.timeline)] }),
      part: async (id) => ({
        entries:
          id === 'plain-incident'
            ? plain.entries
            : later.entries.map((entry) => ({ ...entry, format: LOG_FORMAT + 1 })),
        hasMore: false,
      }),
      post: async () => expect.fail('nothing is sent'),
    },
    nowMs: () => OPENED_MS,
    changed: () => undefined,
  });
  await client.open();
  expect(client.wireState).toBe('live');
  expect(client.all().map(({ id }) => id)).toEqual(['plain-incident']);
  expect(client.unread()).toMatchObject([{ id: 'later-incident', title: '新版事件' }]);
  expect(client.unread()[0].reason.en).toMatch(/later version/);
});

import type { FastifyReply } from 'fastify';
import { MIN_PASSWORD } from '../../model/accounts/accounts.ts';
import { hubMessage } from '../messages.ts';
import { needs, readerOf, refuse } from './access.ts';
import { addAccount, badAccount, badRole, changeIn, isName, passwordFault, scopeIn, textsOf } from './account-form.ts';
import { type AccountParts, INVITE_MS } from './account-parts.ts';
import { digest, hashPassword, newSecret } from './passwords.ts';
import { isRole } from './roles.ts';

/** What an administrator does with accounts: list, invite, make, change, close. */
export function openAccountRoutes(parts: AccountParts): void {
  const { hub, rows } = parts;
  hub.http.get('/accounts', needs('accounts.manage', 'none'), async (request) => ({
    accounts: await rows.list(readerOf(hub, request)),
    ...hub.places.names(),
  }));
  openInvites(parts);
  openCreation(parts);
  openChange(parts);
  openClosing(parts);
}

/** A link for one person, who then chooses name and password: nobody else ever knows it. */
function openInvites({ hub: { http, nowMs }, accounts, rows }: AccountParts): void {
  http.post('/accounts/invites', needs('accounts.manage', 'none'), async (request, reply) => {
    const { name: who, role: own } = accounts.who(request);
    const { role } = textsOf(request.body, ['role']);
    const scope = scopeIn(request.body);
    if (scope === null) return refuse(reply, 400, hubMessage('bad-scope', {}));
    if (!isRole(role)) return refuse(reply, 400, badRole(role));
    const invite = newSecret();
    const untilMs = nowMs() + INVITE_MS;
    await accounts.audit.append({ atMs: nowMs(), who, role: own, what: 'account.invite', of: role, detail: { scope } });
    await rows.keepInvite(digest(invite), { role, scope, untilMs });
    return reply.code(201).send({ invite, untilMs });
  });
}

/** Opens the route that creates accounts: one without a scope may read and touch nothing until it is given one. */
function openCreation(parts: AccountParts): void {
  const { hub, accounts } = parts;
  hub.http.post('/accounts', needs('accounts.manage', 'none'), async (request, reply) => {
    const session = accounts.who(request);
    const { name, role, password } = textsOf(request.body, ['name', 'role', 'password']);
    const scope = scopeIn(request.body);
    if (scope === null) return refuse(reply, 400, hubMessage('bad-scope', {}));
    if (!isRole(role) || !isName(name) || password.length < MIN_PASSWORD) return badAccount(reply);
    const fault = passwordFault(password, name);
    if (fault) return refuse(reply, 400, fault, 'weakPassword');
    const by = { who: session.name, role: session.role };
    if (!(await addAccount(parts, name, { role, scope }, password, by)))
      return refuse(reply, 409, hubMessage('taken-name', { name }), 'takenName');
    return reply.code(201).send({ name, role, scope });
  });
}

/** Role, scope, password: what is told. Logins under the old ones end. */
function openChange(parts: AccountParts): void {
  const { hub, accounts, rows, sessions, gate, inTurn, scryptN } = parts;
  hub.http.patch<{ Params: { name: string } }>('/accounts/:name', needs('accounts.manage', 'none'), (request, reply) =>
    inTurn(async () => {
      const by = accounts.whoStill(request, reply);
      if (!by) return reply;
      const { name } = request.params;
      const found = await rows.find(name);
      if (!found) return noSuch(reply, name);
      const known = { role: found.role, scope: found.scope };
      const change = changeIn(request.body, { ...known, name });
      if ('code' in change)
        return refuse(reply, 400, change, change.code === 'weak-password' ? 'weakPassword' : undefined);
      const { role, scope, password } = change;
      if (role !== 'administrator' && (await isLastAdministrator(parts, name))) return lastOne(reply);
      const hashed = password === null ? null : await gate.enter(() => hashPassword(password, scryptN), true);
      const detail = { before: known, after: { role, scope }, password: password !== null };
      const { name: who, role: own } = by;
      await accounts.audit.append({ atMs: hub.nowMs(), who, role: own, what: 'account.change', of: name, detail });
      await rows.setRights(name, { role, scope });
      if (hashed) await rows.setPassword(name, hashed);
      sessions.endAllOf(name);
      return { name, role, scope };
    }),
  );
}

/** Closed for good; its name stays taken, so that what stands in the audit is of one person. */
function openClosing(parts: AccountParts): void {
  const { hub, accounts, rows, sessions, inTurn } = parts;
  hub.http.delete<{ Params: { name: string } }>('/accounts/:name', needs('accounts.manage', 'none'), (request, reply) =>
    inTurn(async () => {
      const by = accounts.whoStill(request, reply);
      if (!by) return reply;
      const { name } = request.params;
      const found = await rows.find(name);
      if (!found) return noSuch(reply, name);
      if (await isLastAdministrator(parts, name)) return lastOne(reply);
      const detail = { before: { role: found.role, scope: found.scope } };
      const { name: who, role } = by;
      await accounts.audit.append({ atMs: hub.nowMs(), who, role, what: 'account.close', of: name, detail });
      await rows.close(name, hub.nowMs());
      sessions.endAllOf(name);
      return reply.code(204).send();
    }),
  );
}

/** Without one nobody could make another. */
async function isLastAdministrator({ rows }: AccountParts, name: string): Promise<boolean> {
  const names = await rows.administrators();
  return names.length === 1 && names[0] === name;
}

function lastOne(reply: FastifyReply): FastifyReply {
  return refuse(reply, 409, hubMessage('last-administrator', {}), 'lastAdministrator');
}

function noSuch(reply: FastifyReply, name: string): FastifyReply {
  return refuse(reply, 404, hubMessage('no-such-account', { name }), 'noSuchAccount');
}

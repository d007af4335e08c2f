import { MIN_PASSWORD, type Role, type Scope } from '../../model/accounts/accounts.ts';
import { hubMessage } from '../messages.ts';
import { needs, refuse } from './access.ts';
import { addAccount, badAccount, isName, textsOf } from './account-form.ts';
import type { AccountParts } from './account-parts.ts';
import { digest, isPassword } from './passwords.ts';
import { isRole } from './roles.ts';
import { NOTHING } from './scope.ts';
import { TOKEN_MS, tokenOf } from './sessions.ts';

/** Tries of a name and address in a minute. */
const MAX_TRIES = 8;
/** Whoever comes may send a body: one of a name, a password and an invitation. */
const MAX_BODY_BYTES = 8_192;
const LIMITED = {
  bodyLimit: MAX_BODY_BYTES,
  config: { needs: 'nothing' as const, rateLimit: { max: MAX_TRIES, timeWindow: '1 minute' } },
};

/** The doors that need no login: with a password, with an invitation, and out again. */
export function openLoginRoutes(parts: AccountParts): void {
  openLogin(parts);
  openInvited(parts);
  const { hub, sessions } = parts;
  hub.http.post('/accounts/logout', needs('nothing'), async (request, reply) => {
    const token = tokenOf(request);
    if (token !== undefined) sessions.end(token);
    return reply.code(204).send();
  });
}

function openLogin(parts: AccountParts): void {
  const { hub, accounts, rows, scryptN } = parts;
  hub.http.post('/accounts/login', LIMITED, async (request, reply) => {
    const { name, password } = textsOf(request.body, ['name', 'password']);
    const account = await rows.find(name);
    const isRight = await isPassword(password, account, scryptN);
    const role = isRight && account ? account.role : 'visitor';
    const scope = isRight && account ? account.scope : NOTHING;
    await accounts.audit.append({
      atMs: hub.nowMs(),
      who: name,
      role,
      what: isRight ? 'login' : 'login.refused',
      of: name,
      detail: isRight ? { scope } : {},
    });
    if (!isRight) return refuse(reply, 401, hubMessage('wrong-login', {}), 'wrongLogin');
    return entered(parts, name, role, scope);
  });
}

function openInvited(parts: AccountParts): void {
  const { hub, rows } = parts;
  hub.http.post('/accounts/invited', LIMITED, async (request, reply) => {
    const { invite, name, password } = textsOf(request.body, ['invite', 'name', 'password']);
    if (password.length < MIN_PASSWORD || !isName(name)) return badAccount(reply);
    const found = await rows.takeInvite(digest(invite), hub.nowMs());
    if (!found || !isRole(found.role)) return refuse(reply, 403, hubMessage('used-invite', {}), 'usedInvite');
    const { role, scope } = found;
    if (!(await addAccount(parts, name, { role, scope }, password, { who: 'invite', role }))) {
      await rows.keepInvite(digest(invite), found);
      return refuse(reply, 409, hubMessage('taken-name', { name }), 'takenName');
    }
    return entered(parts, name, role, scope);
  });
}

/** What the page is told of a login; of the districts of its scope the names, which it has from nowhere else. */
function entered({ hub: { places }, sessions }: AccountParts, name: string, role: Role, scope: Scope): object {
  const token = sessions.begin(name, role, scope);
  const areas = places.names().areas.filter(({ id }) => scope.areas !== 'all' && scope.areas.includes(id));
  return { token, name, role, scope, forMs: TOKEN_MS, areas };
}

import { expose, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { readSceneArchive, writeScene } from './scene-archive.ts';

carryMessages(transferHandlers);
expose({ read: readSceneArchive, write: writeScene });

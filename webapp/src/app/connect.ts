import { Auth, type Launch } from '@/api/auth';
import { createApi, createHttp } from '@/api/client';
import { createLive } from '@/live/store';

/** All that a launch works with, but for the player, who may have to be asked for. */
export function connect(launch: Launch) {
  const auth = new Auth(launch);
  const http = createHttp(auth);
  const api = createApi(http);
  return { auth, http, api, live: createLive(api, auth, launch.userId) };
}

import { authMethods } from './auth.ts';
import { chatMethods } from './chat.ts';
import type { Method } from './method.ts';
import { viewMethods } from './views.ts';

/** Every Web API method that the pretend workspace knows, besides apps.connections.open. */
export const methods: readonly Method[] = [...authMethods, ...chatMethods, ...viewMethods];

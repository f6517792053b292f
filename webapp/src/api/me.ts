/** Calls about oneself, which only lazy screens make. Each answers or raises ApiError. */
import { answered, type Http } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Notification = Schemas['Notification'];
export type NotificationSettings = Schemas['NotificationSettings'];
export type Kind = keyof Schemas['Kinds'];
export type Reach = NonNullable<Schemas['Kinds'][Kind]>;

export const listNotifications = async (http: Http, limit: number) =>
  answered(await http.GET('/api/v1/notifications', { params: { query: { limit } } }));

export const markRead = async (http: Http, up_to: number) =>
  answered(await http.POST('/api/v1/notifications/read', { body: { up_to } }));

export const notificationSettings = async (http: Http) =>
  answered(await http.GET('/api/v1/notifications/settings'));

export const setNotificationSettings = async (http: Http, body: NotificationSettings) =>
  answered(await http.PUT('/api/v1/notifications/settings', { body }));

export const updateMe = async (http: Http, body: { display_name?: string; language?: 'ru' | 'en' }) =>
  answered(await http.PATCH('/api/v1/me', { body }));

export const exportMe = async (http: Http) => answered(await http.GET('/api/v1/me/export'));

export const eraseMe = async (http: Http) => answered(await http.DELETE('/api/v1/me'));

export const devices = async (http: Http) => answered(await http.GET('/api/v1/me/devices')).items;

export const revokeDevice = async (http: Http, device_id: string) =>
  answered(await http.DELETE('/api/v1/me/devices/{device_id}', { params: { path: { device_id } } }));

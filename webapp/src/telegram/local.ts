/**
 * Launch data as Telegram would sign it, for a local run: with the development token, which everyone knows and which no
 * server takes in production (common/settings.py). Only the sign-in page of a local run loads this.
 */
const TOKEN = '0000000000:artel-development-token';

const bytes = (text: string) => new TextEncoder().encode(text);

async function hmac(key: BufferSource, text: string): Promise<ArrayBuffer> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return crypto.subtle.sign('HMAC', imported, bytes(text));
}

/** Raw init data of these fields. */
export async function sign(fields: Readonly<Record<string, string>>): Promise<string> {
  const checked = Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('\n');
  const hash = await hmac(await hmac(bytes('WebAppData'), TOKEN), checked);
  const hex = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return new URLSearchParams({ ...fields, hash: hex }).toString();
}

/** The hash of an address that opens the app as this person. */
export async function launchHash(id: number, first_name: string, language_code: string): Promise<string> {
  const tgWebAppData = await sign({
    user: JSON.stringify({ id, first_name, language_code }),
    auth_date: String(Math.floor(Date.now() / 1000)),
    signature: 'local',
  });
  return new URLSearchParams({
    tgWebAppData,
    tgWebAppVersion: '8.0',
    tgWebAppPlatform: 'web',
    tgWebAppThemeParams: '{}',
  }).toString();
}

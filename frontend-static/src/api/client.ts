/** One way to talk to the server: JSON in, JSON out, every refusal an `ApiProblem` that lists all its reasons. */

export interface Reason {
  field?: string | null;
  message: string;
  code?: string | null;
  file?: string | null;
  line?: number | null;
  instead?: string | null;
}

interface ProblemBody {
  title?: string;
  detail?: string | null;
  errors?: Reason[] | null;
  request_id?: string | null;
  newer?: unknown;
}

/** Answers that nobody in front of the page can do anything about. */
const FAULTS = [500, 502, 504];
const TELL = "Tell whoever looks after this system, with this number: ";

export class ApiProblem extends Error {
  readonly status: number;
  readonly reasons: Reason[];
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
  /** The state as it is now, where the server says so of what has moved on. */
  readonly newer: unknown;

  constructor(status: number, body: ProblemBody, retryAfterSeconds: number | null = null) {
    super([body.title, body.detail].filter(Boolean).join(". ") || "Something went wrong");
    this.status = status;
    this.reasons = body.errors ?? [];
    this.requestId = body.request_id ?? null;
    this.retryAfterSeconds = retryAfterSeconds;
    this.newer = body.newer ?? null;
  }

  /** Every reason as a sentence; the title alone when the server gave no list. A fault of ours comes with the number
   *  it is found by. */
  get sentences(): Reason[] {
    const said = this.reasons.length > 0 ? this.reasons : [{ message: this.message }];
    return this.requestId && FAULTS.includes(this.status) ? [...said, { message: TELL + this.requestId }] : said;
  }
}

/** No answer came: nobody knows whether the question arrived. */
export class Unreachable extends Error {}

/** Whether asking again later may help, although nothing about the question changes. */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof ApiProblem && [502, 503, 504].includes(error.status));
}

/** Anything thrown, as reasons to show. */
export function reasonsOf(error: unknown): Reason[] {
  if (error instanceof ApiProblem) return error.sentences;
  return [
    {
      message: "The server cannot be reached. Check the connection and try again.",
    },
  ];
}

let csrfToken = "";

export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

/** Asked when a sign-in has ended; answers true once the same person is signed in again. */
type SignInAgain = () => Promise<boolean>;
let signInAgain: SignInAgain | null = null;

export function whenSignedOut(ask: SignInAgain): void {
  signInAgain = ask;
}

interface Options {
  body?: unknown;
  headers?: Record<string, string>;
  /** For sign-in itself and for the first look at who one is: a 401 is then an answer, not an interruption. */
  expectSignedOut?: boolean;
}

export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const number = newNumber();
  let response = await send(method, path, options, number);
  if (response.status === 401 && !options.expectSignedOut && signInAgain && (await signInAgain())) {
    response = await send(method, path, options, number);
  }
  if (!response.ok) throw await problemOf(response, number);
  return (response.status === 204 ? undefined : await response.json().catch(lost)) as T;
}

/** What a request, and all that is done for it later, is found by in the logs. */
function newNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function send(method: string, path: string, { body, headers = {} }: Options, number: string): Promise<Response> {
  const init: RequestInit = {
    method,
    credentials: "same-origin",
    headers: { Accept: "application/json", "X-Request-ID": number, ...headers },
  };
  const sent = init.headers as Record<string, string>;
  if (method !== "GET") sent["X-CSRF-Token"] = csrfToken;
  if (body !== undefined) {
    sent["Content-Type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  return fetch(`/api/v1${path}`, init).catch(lost);
}

function lost(): never {
  throw new Unreachable();
}

async function problemOf(response: Response, number: string): Promise<ApiProblem> {
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  // What stands in front of the server answers without a number of its own.
  return new ApiProblem(response.status, { request_id: number, ...body }, Number.isNaN(wait) ? null : wait);
}

export function query(values: Record<string, string | number | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) params.set(name, String(value));
  return params.size > 0 ? `?${params}` : "";
}

import { useState } from "preact/hooks";
import { isAdministrator, type Me } from "../../api/auth";
import type { Half } from "../../domain/calendar";
import type { Band, Person, Rota } from "../../domain/rota";
import { later } from "../rota-view/later";
import { DayList } from "./DayList";

const SickDialog = later(async () => (await import("../sick/SickDialog")).SickDialog);

interface Props {
  me: Me;
  rota: Rota;
  day: number;
  today: number;
  label: string;
  bands: Band[];
  siteName: (code: string) => string;
  /** The rota has changed: read it again. */
  onChanged(): void;
}

/** The list of a day, where it scrolls; and for administrators a way to say that somebody is ill. */
export function DayView({ me, rota, day, today, label, bands, siteName, onChanged }: Props) {
  const [sick, setSick] = useState<{ person: Person; half: Half } | null>(null);
  return (
    // What scrolls must be reachable by keyboard
    <section class="scrolls" tabIndex={0} aria-label={label}>
      <DayList
        rota={rota}
        day={day}
        today={today}
        bands={bands}
        me={rota.people.get(me.account.person_code ?? "") ?? null}
        siteName={siteName}
        onSick={isAdministrator(me.account) ? (person, half) => setSick({ person, half }) : undefined}
      />
      {sick && (
        <SickDialog
          me={me}
          person={sick.person}
          day={day}
          half={sick.half}
          onClose={() => setSick(null)}
          onDone={onChanged}
        />
      )}
    </section>
  );
}

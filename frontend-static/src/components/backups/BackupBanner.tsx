import { useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../../api/auth";
import { type BackupsFare, readBackupsFare } from "../../api/backups";
import { Icon } from "../icon/Icon";
import "./backup-banner.css";

/** What is wrong with the backups, on every page of every administrator until it is mended. */
export function BackupBanner({ me }: { me: Me }) {
  const fare = useBackupsFare(me);
  if (!fare?.trouble) return null;
  return (
    <p class="backup-banner" role="alert">
      <Icon name="critical" />
      <span>
        {fare.trouble} <a href="/backups.html">See the backups</a>
      </span>
    </p>
  );
}

/** Null until known, when it cannot be known, and for those whose business it is not. */
function useBackupsFare(me: Me): BackupsFare | null {
  const [fare, setFare] = useState<BackupsFare | null>(null);
  const mine = isAdministrator(me.account);
  useEffect(() => {
    if (!mine) return;
    let live = true;
    readBackupsFare()
      .then((found) => live && setFare(found))
      .catch(() => undefined);
    return () => {
      live = false;
    };
  }, [mine]);
  return fare;
}

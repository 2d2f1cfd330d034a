// The address of the whole system leads to the rota; whoever is not signed in is sent on from there.
location.replace("/rota.html");

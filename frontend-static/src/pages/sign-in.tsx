import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/layout.css";
import "../styles/components.css";
import "./sign-in.css";
import { render } from "preact";
import { nextAddress } from "../components/page/addresses";
import { SignInForm } from "../components/sign-in-form/SignInForm";

function SignIn() {
  return (
    <main class="sign-in">
      <p class="brand">
        <img src="/favicon.svg" alt="" width="36" height="36" />
        RotaCC
      </p>
      <div class="card">
        <h1>Sign in</h1>
        <SignInForm onSignedIn={() => location.replace(nextAddress())} />
      </div>
      <p class="muted">No account, or a forgotten password? Ask your rota administrator.</p>
    </main>
  );
}

const app = document.getElementById("app");
if (app) render(<SignIn />, app);

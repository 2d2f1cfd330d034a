import { nextAddress } from "../components/page/addresses";
import { OutsidePage, show } from "../components/outside-page/OutsidePage";
import { SignInForm } from "../components/sign-in-form/SignInForm";

function SignIn() {
  return (
    <OutsidePage title="Sign in" foot="No account? Ask your rota administrator.">
      <SignInForm onSignedIn={() => location.replace(nextAddress())} />
      <p class="below">
        <a href="/reset.html">Forgotten your password?</a>
      </p>
    </OutsidePage>
  );
}

show(<SignIn />);

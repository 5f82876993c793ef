using RustInterop.VerifyPackage;

return new VerifyCommand().Parse(args).Invoke();

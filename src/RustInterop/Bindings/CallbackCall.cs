using System.Buffers;
using System.ComponentModel;
using System.Text;
using System.Text.Unicode;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>For generated code: calls a function of the user's with arguments that cross without JSON.</summary>
/// <param name="callback">The function.</param>
/// <param name="call">Has the arguments, and takes the output.</param>
/// <returns>Whether the output has crossed.</returns>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate bool DirectCallbackInvoker<in TDelegate>(TDelegate callback, CallbackCall call);

/// <summary>For generated code: a call of a function of the user's without JSON.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref struct CallbackCall
{
    private readonly DirectValue* _arguments;
    private readonly DirectResult* _result;

    internal CallbackCall(DirectValue* arguments, DirectResult* result)
    {
        _arguments = arguments;
        _result = result;
    }

    /// <summary>An argument that is a number, or its bits.</summary>
    /// <param name="index">Which argument it is, counted from 0.</param>
    public ulong Number(int index) => _arguments[index].Number;

    /// <summary>An argument that is a text.</summary>
    /// <param name="index">Which argument it is, counted from 0.</param>
    public string Text(int index) => Encoding.UTF8.GetString(_arguments[index].Data, (int)_arguments[index].Length);

    /// <summary>Returns a number, or its bits.</summary>
    /// <param name="number">The number.</param>
    /// <returns>True: it has crossed.</returns>
    public bool Return(ulong number)
    {
        _result->Value = new(number);
        return true;
    }

    /// <summary>Returns a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it has crossed. One that has no room does not, nor does one that is no Unicode.</returns>
    public bool Return(string text)
    {
        Span<byte> room = new(_result->Room, (int)_result->Capacity);
        if (text is null || Utf8.FromUtf16(text, room, out _, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            RegisteredFunction.Keep(new(text, Exception: null));
            return false;
        }

        _result->Value = DirectValue.OfBytes(_result->Room, length);
        return true;
    }
}

using System.Text;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>Taking characters off a text's ends.</summary>
internal static class Stripping
{
    public static TemplateValue Apply(NativeCall call, bool atStart, bool atEnd)
    {
        string text = call.SelfText;
        var owner = call.Self as StringValue ?? StringValue.Empty;
        if (!call.Has(0))
            return owner.Like(Strip(text, atStart, atEnd, rune => rune.IsBmp && Texts.IsSpace((char)rune.Value), call.Budget));
        HashSet<Rune> characters = [.. call.Text(0).EnumerateRunes()];
        call.Budget.Characters(call.Text(0).Length);
        return owner.Like(Strip(text, atStart, atEnd, characters.Contains, call.Budget));
    }

    private static string Strip(string text, bool atStart, bool atEnd, Predicate<Rune> goes, RenderBudget budget)
    {
        budget.Characters(text.Length);
        int start = 0;
        while (atStart && start < text.Length && Rune.TryGetRuneAt(text, start, out Rune rune) && goes(rune))
            start += rune.Utf16SequenceLength;
        int end = text.Length;
        while (atEnd && end > start && Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out Rune rune, out int length)
            == System.Buffers.OperationStatus.Done && goes(rune))
            end -= length;
        return text[start..end];
    }
}

using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>Filling texts up to a width.</summary>
internal static class Padding
{
    public static StringValue Center(string text, int width, string fill, RenderBudget budget)
    {
        int missing = Math.Max(width - new StringValue(text).Length!.Value, 0);

        // Where the rest is odd, Python puts the extra blank left exactly when the width is odd.
        int left = missing / 2 + (missing & width & 1);
        return Fill(text, left, missing - left, fill, budget);
    }

    public static StringValue Side(NativeCall call, bool atStart)
    {
        int missing = Math.Max(call.Integer(0) - call.Self.Length!.Value, 0);
        return Fill(call.SelfText, atStart ? missing : 0, atStart ? 0 : missing, call.Text(1, " "), call.Budget);
    }

    public static StringValue Zeros(NativeCall call)
    {
        string text = call.SelfText;
        int missing = Math.Max(call.Integer(0) - call.Self.Length!.Value, 0);
        int sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        string zeros = new TextBuilder(call.Budget).Append('0', missing).ToString();
        return new StringValue(text[..sign] + zeros + text[sign..]);
    }

    public static StringValue ExpandTabs(NativeCall call)
    {
        int size = call.Integer(0, 8);
        var text = new TextBuilder(call.Budget);
        int column = 0;
        call.Budget.Scan(call.SelfText.Length);
        foreach (char unit in call.SelfText)
        {
            int count = unit != '\t' ? 1 : size > 0 ? size - column % size : 0;
            text.Append(unit == '\t' ? ' ' : unit, count);
            column = unit is '\n' or '\r' ? 0 : column + count;
        }

        return new StringValue(text.ToString());
    }

    private static StringValue Fill(string text, int left, int right, string fill, RenderBudget budget)
    {
        if (fill.Length != 1)
            throw new TemplateFault("The fill character must be exactly one character long");
        return new StringValue(new TextBuilder(budget).Append(fill[0], left).Append(text).Append(fill[0], right).ToString());
    }
}

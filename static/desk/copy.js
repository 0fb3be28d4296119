// Puts a button behind each field that is there to be copied. Without this, the field is marked and copied by hand.
"use strict";
if (navigator.clipboard) {
  for (const field of document.querySelectorAll("input[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        told.textContent = " Copied.";
      } catch {
        field.select();
        told.textContent = " Press Ctrl+C to copy it.";
      }
    });
    field.after(button, told);
  }
}
